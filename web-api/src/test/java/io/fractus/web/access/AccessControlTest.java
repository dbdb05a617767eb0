// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PutRequest;
import io.fractus.web.MemoryStore;
import io.fractus.web.accounts.Caller;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random policies, ACLs and requests, decided by us and by a reference that is written from AWS's
 * documentation, on rules that are no policies but lists of what the random choice meant.
 */
class AccessControlTest {
  private static final int ROUNDS = 3_000;
  private static final List<String> USERS = List.of("alice", "bob", "carol");
  private static final List<Action> ACTIONS =
      List.of(
          Action.GET_OBJECT,
          Action.PUT_OBJECT,
          Action.DELETE_OBJECT,
          Action.LIST_BUCKET,
          Action.PUT_BUCKET_POLICY);
  private static final List<String> KEYS = List.of("", "a", "a/b", "b");
  private static final List<String> PREFIXES = List.of("", "x", "y");

  /** What a statement means, without patterns; an empty list of names or keys is all of them. */
  private record Rule(
      boolean allow, List<String> names, Action action, String keyBegin, String prefix) {
    boolean fits(String name, Action asked, String key, String askedPrefix) {
      return (names.isEmpty() || names.contains(name))
          && asked == action
          && (keyBegin.equals("bucket")
              ? key.isEmpty()
              : !key.isEmpty() && key.startsWith(keyBegin))
          && (prefix.isEmpty() || prefix.equals(askedPrefix));
    }

    String json(boolean ofBucket) {
      String principal =
          names.isEmpty()
              ? "\"*\""
              : "{\"AWS\": ["
                  + names.stream()
                      .map(name -> "\"arn:aws:iam:::user/" + name + "\"")
                      .collect(Collectors.joining(","))
                  + "]}";
      String resource =
          "arn:aws:s3:::shared" + (keyBegin.equals("bucket") ? "" : "/" + keyBegin + "*");
      return "{\"Effect\": \"%s\", %s \"Action\": \"%s\", \"Resource\": \"%s\" %s}"
          .formatted(
              allow ? "Allow" : "Deny",
              ofBucket ? "\"Principal\": " + principal + "," : "",
              action.text(),
              resource,
              prefix.isEmpty()
                  ? ""
                  : ", \"Condition\": {\"StringEquals\": {\"s3:prefix\": \"" + prefix + "\"}}");
    }
  }

  @Test
  void allows_randomPoliciesAndAcls_asTheReferenceDecides() throws IOException {
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("AccessControlTest: -Dfractus.seed=" + seed);
    Random random = new Random(seed);
    int allowed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      MemoryStore store = store();
      AccessControl control = new AccessControl(store, USERS::contains, InstantSource.system());
      List<Rule> ofBucket = rules(random, true);
      List<Rule> ofUser = rules(random, false);
      CannedAcl bucketAcl = pick(random, List.of(CannedAcl.values()));
      CannedAcl objectAcl = pick(random, List.of(CannedAcl.values()));
      store.book().set("shared", BucketSettings.ACL, bucketAcl.text());
      ObjectInfo object = store.stat(new ObjectKey("shared", "a")).orElseThrow();
      store.book().setAcl(object, objectAcl.text());
      store.book().set("shared", BucketSettings.POLICY, json(ofBucket, true));
      String name = pick(random, List.of("", "alice", "bob", "carol"));
      Caller caller = caller(name, ofUser);
      Action action = pick(random, ACTIONS);
      boolean onBucket = action == Action.LIST_BUCKET || action == Action.PUT_BUCKET_POLICY;
      String key = onBucket ? "" : pick(random, KEYS.subList(1, KEYS.size()));
      String prefix = pick(random, PREFIXES);
      Map<String, String> context =
          prefix.isEmpty() ? Map.of() : Map.of(ContextKeys.PREFIX, prefix);
      boolean acl =
          grants(bucketAcl, key.equals("a") ? objectAcl : CannedAcl.PRIVATE, name, action);
      boolean expected = reference(name, ofUser, ofBucket, acl, action, key, prefix);
      boolean given = control.allows(caller, action, "shared", key, context);
      allowed += given ? 1 : 0;
      assertThat(given)
          .as(
              "seed %d round %d: %s %s '%s' user %s bucket %s acls %s %s",
              seed, round, name, action, key, ofUser, ofBucket, bucketAcl, objectAcl)
          .isEqualTo(expected);
    }
    // Neither all nor none: both answers were compared often.
    assertThat(allowed).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  /** Explicit deny, then allow, then deny; of another's bucket both sides must allow. */
  private static boolean reference(
      String name,
      List<Rule> ofUser,
      List<Rule> ofBucket,
      boolean acl,
      Action action,
      String key,
      String prefix) {
    List<Rule> identity =
        name.isEmpty()
            ? List.of()
            : ofUser.stream().filter(r -> r.fits(name, action, key, prefix)).toList();
    List<Rule> resource = ofBucket.stream().filter(r -> r.fits(name, action, key, prefix)).toList();
    if (identity.stream().anyMatch(r -> !r.allow())
        || resource.stream().anyMatch(r -> !r.allow())) {
      return false;
    }
    boolean identityAllows = identity.stream().anyMatch(Rule::allow);
    boolean resourceAllows = resource.stream().anyMatch(Rule::allow);
    return switch (name) {
      case "alice" -> identityAllows || resourceAllows;
      case "" -> resourceAllows || acl;
      default -> identityAllows && (resourceAllows || acl);
    };
  }

  /** The table of canned ACLs as S3 documents it. */
  private static boolean grants(CannedAcl bucket, CannedAcl object, String name, Action action) {
    boolean user = !name.isEmpty();
    boolean listed =
        switch (bucket) {
          case PRIVATE -> false;
          case AUTHENTICATED_READ -> user && action == Action.LIST_BUCKET;
          case PUBLIC_READ -> action == Action.LIST_BUCKET;
          case PUBLIC_READ_WRITE ->
              action == Action.LIST_BUCKET
                  || action == Action.PUT_OBJECT
                  || action == Action.DELETE_OBJECT;
        };
    boolean read =
        switch (object) {
          case PRIVATE -> false;
          case AUTHENTICATED_READ -> user && action == Action.GET_OBJECT;
          case PUBLIC_READ, PUBLIC_READ_WRITE -> action == Action.GET_OBJECT;
        };
    return listed || read;
  }

  @Test
  void publicAccessBlock_eachFlag_keepsThePublicOut() throws IOException {
    MemoryStore store = store();
    BucketBook book = store.book();
    AccessControl control = new AccessControl(store, USERS::contains, InstantSource.system());
    book.set("shared", BucketSettings.ACL, "public-read");
    assertThat(list(control, Caller.ANONYMOUS)).isTrue();
    book.set(
        "shared", BucketSettings.PUBLIC_ACCESS, new PublicAccess(false, true, false, false).text());
    assertThat(list(control, Caller.ANONYMOUS)).isFalse();
    Rule rule = new Rule(true, List.of(), Action.LIST_BUCKET, "bucket", "");
    book.set("shared", BucketSettings.POLICY, json(List.of(rule), true));
    assertThat(list(control, Caller.ANONYMOUS)).isTrue();
    book.set(
        "shared", BucketSettings.PUBLIC_ACCESS, new PublicAccess(false, true, false, true).text());
    assertThat(list(control, Caller.ANONYMOUS)).isFalse();
    assertThat(list(control, caller("alice", List.of()))).isTrue();
  }

  @Test
  void cannedUserPolicies_ofOwnBucket_areReadAndWrite() throws IOException {
    AccessControl control = new AccessControl(store(), USERS::contains, InstantSource.system());
    Map<String, List<Boolean>> expected =
        Map.of(
            "readwrite", List.of(true, true),
            "readonly", List.of(true, false),
            "none", List.of(false, false));
    expected.forEach((policy, may) -> {
      Caller alice = caller("alice", policy);
      assertThat(control.allows(alice, Action.GET_OBJECT, "shared", "a", Map.of()))
          .isEqualTo(may.get(0));
      assertThat(control.allows(alice, Action.PUT_OBJECT, "shared", "a", Map.of()))
          .isEqualTo(may.get(1));
      assertThat(control.allows(alice, Action.GET_OBJECT, "roots", "a", Map.of())).isFalse();
    });
  }

  @Test
  void aclOfAnObject_opensItAndNoVersionThatIsNamed() throws IOException {
    MemoryStore store = store();
    ObjectInfo object = store.stat(new ObjectKey("shared", "a")).orElseThrow();
    store.book().setAcl(object, "public-read");
    AccessControl control = new AccessControl(store, USERS::contains, InstantSource.system());
    Caller nobody = Caller.ANONYMOUS;
    assertThat(control.allows(nobody, Action.GET_OBJECT, "shared", "a", Map.of())).isTrue();
    assertThat(control.allows(nobody, Action.GET_OBJECT_VERSION, "shared", "a", Map.of()))
        .isFalse();
  }

  private static boolean list(AccessControl control, Caller caller) {
    return control.allows(caller, Action.LIST_BUCKET, "shared", "", Map.of());
  }

  private static MemoryStore store() throws IOException {
    MemoryStore store = new MemoryStore(InstantSource.fixed(Instant.EPOCH));
    store.createBucket("roots");
    store.book().create("shared", "alice");
    var _ =
        store.put(
            PutRequest.of(new ObjectKey("shared", "a"), OptionalLong.empty()),
            new ByteArrayInputStream(new byte[] {1}));
    return store;
  }

  private static Caller caller(String name, List<Rule> rules) {
    return name.isEmpty() ? Caller.ANONYMOUS : caller(name, json(rules, false));
  }

  private static Caller caller(String name, String policy) {
    return new Caller(new User(name, Instant.EPOCH, true, policy, Quota.NONE), "KEY");
  }

  private static String json(List<Rule> rules, boolean ofBucket) {
    if (rules.isEmpty()) {
      return ofBucket ? "" : "none";
    }
    return "{\"Version\": \"2012-10-17\", \"Statement\": ["
        + rules.stream().map(rule -> rule.json(ofBucket)).collect(Collectors.joining(","))
        + "]}";
  }

  private static List<Rule> rules(Random random, boolean ofBucket) {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      List<String> names =
          !ofBucket || random.nextInt(3) == 0 ? List.of() : List.of(pick(random, USERS));
      rules.add(
          new Rule(
              random.nextInt(4) > 0,
              names,
              pick(random, ACTIONS),
              random.nextInt(3) == 0 ? "bucket" : pick(random, List.of("", "a", "a/")),
              pick(random, PREFIXES)));
    }
    return rules;
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
