// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.Policy.Verdict;
import io.fractus.web.accounts.Caller;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides who may do what. Thread-safe.
 *
 * <p>Each user is to the others what an account is at AWS, and root is above all of them:
 *
 * <ul>
 *   <li>What the user's or the bucket's policy denies is denied.
 *   <li>In a bucket of one's own, what the user's policy allows is allowed, and what the bucket's
 *       policy or an ACL grants.
 *   <li>In that of another both are needed: the user's policy must allow it, and the bucket's
 *       policy or an ACL must grant it.
 *   <li>Without a key, what the bucket's policy or an ACL grants to everybody is allowed.
 *   <li>Everything else is denied.
 * </ul>
 */
public final class AccessControl {
  private final ObjectStore store;
  private final BucketBook book;
  private final InstantSource clock;
  private final BucketSettings settings;
  private final Predicate<String> users;
  private final ParsedPolicies ofUsers = new ParsedPolicies(Limits.PARSED_POLICIES_MAX);
  private final ParsedPolicies ofBuckets = new ParsedPolicies(Limits.PARSED_POLICIES_MAX);

  /**
   * Over the buckets of a store.
   *
   * @param users whether there is a user of that name
   */
  public AccessControl(ObjectStore store, Predicate<String> users, InstantSource clock) {
    this.store = store;
    this.book = store.book();
    this.clock = clock;
    this.settings = new BucketSettings(book);
    this.users = users;
  }

  /**
   * Whether a caller may do something.
   *
   * @param bucket empty if it is about none
   * @param key empty if it is about no object
   * @param context of conditions, see {@link ContextKeys}: what the request says
   */
  public boolean allows(
      Caller caller, Action action, String bucket, String key, Map<String, String> context) {
    if (caller.isRoot()) {
      return true;
    }
    Optional<String> name = caller.isAnonymous() ? Optional.empty() : Optional.of(caller.name());
    AccessRequest request =
        new AccessRequest(
            name,
            action.text(),
            AccessRequest.arn(bucket, key),
            new Facts(store, clock.instant(), name, bucket, key, context));
    String userPolicy = caller.user().policy();
    Verdict ofUser =
        caller.isAnonymous()
            ? Verdict.SILENT
            : ofUsers.get(userPolicy, () -> UserPolicies.parse(userPolicy)).evaluate(request);
    if (ofUser == Verdict.DENY) {
      return false;
    }
    if (action == Action.CREATE_BUCKET) {
      // Nobody owns it yet; and if somebody does, that is for the store to say.
      return ofUser == Verdict.ALLOW;
    }
    Optional<String> owner = bucket.isEmpty() ? Optional.empty() : book.owner(bucket);
    if (owner.isEmpty()) {
      // About no bucket, or one that is not there: what comes of that is for the store to say.
      return ofUser == Verdict.ALLOW || (caller.isAnonymous() && !bucket.isEmpty());
    }
    boolean own = name.equals(owner);
    return decide(request, action, ofUser, own, bucket, key);
  }

  private boolean decide(
      AccessRequest request,
      Action action,
      Verdict ofUser,
      boolean own,
      String bucket,
      String key) {
    PublicAccess block = settings.publicAccess(bucket);
    Policy policy = policy(bucket).orElse(Policy.NONE);
    Verdict ofBucket = policy.evaluate(request);
    if (ofBucket == Verdict.DENY) {
      return false;
    }
    boolean byPolicy =
        ofBucket == Verdict.ALLOW && (own || !block.restrict() || !policy.isPublic());
    boolean granted = byPolicy || (!own && byAcl(request, action, block, bucket, key));
    if (own) {
      return granted || ofUser == Verdict.ALLOW;
    }
    return granted && (request.user().isEmpty() || ofUser == Verdict.ALLOW);
  }

  private boolean byAcl(
      AccessRequest request, Action action, PublicAccess block, String bucket, String key) {
    if (!settings.hasAcls(bucket)) {
      return false;
    }
    boolean anonymous = request.user().isEmpty();
    CannedAcl ofBucket = settings.acl(bucket);
    if (ofBucket.grantsInBucket(action, anonymous)
        && !(block.ignoreAcls() && ofBucket.isPublic())) {
      return true;
    }
    if (key.isEmpty()) {
      return false;
    }
    CannedAcl ofObject = settings.acl(new ObjectKey(bucket, key));
    return ofObject.grantsOnObject(action, anonymous)
        && !(block.ignoreAcls() && ofObject.isPublic());
  }

  /** The policy of a bucket, if it has one. */
  public Optional<Policy> policy(String bucket) {
    // Its users were there when it was set; those that are gone since fit nobody.
    return book.setting(bucket, BucketSettings.POLICY)
        .map(text -> ofBuckets.get(text, () -> PolicyParser.ofBucket(text, bucket, _ -> true)));
  }

  /** Reads a policy that is to be set; throws {@link MalformedPolicyException}. */
  public Policy check(String text, String bucket) {
    return PolicyParser.ofBucket(text, bucket, users);
  }
}
