// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketBook.Usage;
import io.fractus.raid.object.BucketInfo;
import io.fractus.web.access.UserPolicies;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.accounts.registry.AccountException;
import io.fractus.web.accounts.registry.AccountException.Reason;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What root does to users. Thread-safe. */
final class AdminUsers {
  private final Accounts accounts;
  private final BucketBook book;

  AdminUsers(Accounts accounts, BucketBook book) {
    this.accounts = accounts;
    this.book = book;
  }

  /**
   * What is to be changed; what is null stays.
   *
   * @param enabled whether its keys are good
   * @param policy a name or a document
   * @param bytes of its quota, 0 for none
   * @param objects of its quota, 0 for none
   * @param requestsPerSecond of its quota, 0 for none
   */
  record Change(
      @Nullable Boolean enabled,
      @Nullable String policy,
      @Nullable Long bytes,
      @Nullable Long objects,
      @Nullable Long requestsPerSecond) {
    Quota over(Quota old) {
      try {
        return new Quota(
            bytes == null ? old.bytes() : bytes,
            objects == null ? old.objects() : objects,
            requestsPerSecond == null ? old.requestsPerSecond() : requestsPerSecond);
      } catch (IllegalArgumentException e) {
        throw new AccountException(Reason.INVALID, String.valueOf(e.getMessage()));
      }
    }
  }

  /** A user as root sees it. */
  record View(
      String name,
      Instant created,
      boolean enabled,
      String policy,
      Quota quota,
      Usage usage,
      List<String> buckets) {}

  private View view(User user) {
    return new View(
        user.name(),
        user.created(),
        user.enabled(),
        user.policy(),
        user.quota(),
        book.usage(user.name()),
        book.of(user.name()).stream().map(BucketInfo::name).toList());
  }

  void list(Context context) {
    Answers.json(context, 200, accounts.users().stream().map(this::view).toList());
  }

  void get(Context context) {
    Answers.json(context, 200, view(require(context)));
  }

  void create(Context context) throws IOException {
    Change change = Bodies.read(context, Change.class);
    String policy = checked(Optional.ofNullable(change.policy).orElse(UserPolicies.READ_WRITE));
    User user = accounts.create(context.pathParam("user"), policy, change.over(Quota.NONE));
    if (Boolean.FALSE.equals(change.enabled)) {
      accounts.enable(user.name(), false);
    }
    Answers.json(context, 201, view(accounts.user(user.name()).orElse(user)));
  }

  void change(Context context) throws IOException {
    User user = require(context);
    Change change = Bodies.read(context, Change.class);
    Quota quota = change.over(user.quota());
    if (change.policy != null) {
      accounts.setPolicy(user.name(), checked(change.policy));
    }
    if (!quota.equals(user.quota())) {
      accounts.setQuota(user.name(), quota);
    }
    if (change.enabled != null) {
      accounts.enable(user.name(), change.enabled);
    }
    Answers.json(context, 200, view(require(context)));
  }

  private static String checked(String policy) {
    var _ = UserPolicies.parse(policy);
    return policy;
  }

  /** A user with buckets stays: they would be nobody's. */
  void delete(Context context) {
    User user = require(context);
    if (!user.name().equals(User.ROOT) && !book.of(user.name()).isEmpty()) {
      throw new AccountException(
          Reason.CONFLICT, user.name() + " owns buckets: delete them first, or disable the user");
    }
    accounts.delete(user.name());
    context.status(204);
  }

  private User require(Context context) {
    String name = context.pathParam("user");
    return accounts
        .user(name)
        .orElseThrow(() -> new AccountException(Reason.NO_SUCH_USER, "there is no user " + name));
  }
}
