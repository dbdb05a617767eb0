// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.web.accounts.Accounts;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.AccountException;
import io.fractus.web.accounts.registry.AccountException.Reason;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What root does to keys. A secret is in one answer, that to its making. Thread-safe. */
final class AdminKeys {
  private final Accounts accounts;

  AdminKeys(Accounts accounts) {
    this.accounts = accounts;
  }

  /** What a new key is for. */
  record About(@Nullable String note) {}

  /** Whether a key shall be good. */
  record Change(@Nullable Boolean enabled) {}

  void list(Context context) {
    Answers.json(context, 200, accounts.keys(context.pathParam("user")));
  }

  void create(Context context) throws IOException {
    About about = Bodies.read(context, About.class);
    NewKey made =
        accounts.createKey(context.pathParam("user"), Optional.ofNullable(about.note).orElse(""));
    context.header("Cache-Control", "no-store");
    Answers.json(context, 201, made);
  }

  void change(Context context) throws IOException {
    Change change = Bodies.read(context, Change.class);
    if (change.enabled == null) {
      throw new AccountException(Reason.INVALID, "say whether it is 'enabled'");
    }
    accounts.enableKey(context.pathParam("id"), change.enabled);
    context.status(204);
  }

  void delete(Context context) {
    accounts.deleteKey(context.pathParam("id"));
    context.status(204);
  }
}
