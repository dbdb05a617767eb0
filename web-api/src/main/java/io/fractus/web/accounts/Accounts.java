// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts;

import io.fractus.platform.Secrets;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.KeyRing;
import io.fractus.web.Credentials;
import io.fractus.web.Limits;
import io.fractus.web.accounts.registry.AccessKey;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.Registry;
import io.fractus.web.accounts.registry.Registry.SealedKey;
import io.fractus.web.accounts.registry.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who may use a gateway: root, with the credentials of the first start, and users with keys of
 * their own. A change counts from the next request on. Thread-safe.
 */
public final class Accounts implements AutoCloseable {
  /*
   * A key is three secrets made together: a name and a secret for S3's signatures, and a bearer
   * token for REST. The secret is 32 random bytes, sealed as keys of objects are, with the name of
   * the key as context; in requests it stands in base64, so that whoever signs has 43 characters.
   * Neither it nor the token can be shown again.
   */

  private static final int KEY_ID_DIGITS = 16;

  private final Registry registry;
  private final KeyRing seal;
  private final Credentials root;
  private final String rootTokenHash;
  private final KeyCache cache = new KeyCache(Limits.CACHED_KEYS_MAX);
  private final InstantSource clock;
  private final RandomGenerator random;

  private Accounts(
      Registry registry,
      KeyRing seal,
      Credentials root,
      InstantSource clock,
      RandomGenerator random) {
    this.registry = registry;
    this.seal = seal;
    this.root = root;
    this.rootTokenHash = Secrets.fingerprint(root.restToken());
    this.clock = clock;
    this.random = random;
  }

  /** A key as it is shown once. */
  public record NewKey(AccessKey about, String secretAccessKey, String token) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "NewKey[about=" + about + "]";
    }
  }

  /** A key that may sign, and whose it is. */
  public record Signer(Caller caller, String secretAccessKey, boolean enabled) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Signer[caller=" + caller + "]";
    }
  }

  /**
   * Opens the accounts in a file, making it if it is not there.
   *
   * @param seal what secrets are sealed with
   * @param root the credentials of the first start
   * @param random a secure source, that is a {@link java.security.SecureRandom} outside of tests
   * @throws io.fractus.raid.seal.SealException if secrets in it were sealed with another key
   */
  public static Accounts open(
      Path file, KeyRing seal, Credentials root, InstantSource clock, RandomGenerator random) {
    Registry registry = Registry.open(file);
    Accounts accounts = new Accounts(registry, seal, root, clock, random);
    try {
      Optional<String> _ = registry.anyKey().map(accounts::secret);
      return accounts;
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /** The key of that name, good or not. */
  public Optional<Signer> signer(String accessKeyId) {
    if (Secrets.matches(accessKeyId, root.accessKeyId())) {
      return Optional.of(
          new Signer(new Caller(rootUser(), accessKeyId), root.secretAccessKey(), true));
    }
    return cache.get(accessKeyId, this::load);
  }

  private Optional<Signer> load(String accessKeyId) {
    return registry
        .key(accessKeyId)
        .flatMap(sealed ->
            registry
                .user(sealed.key().user())
                .map(user ->
                    new Signer(
                        new Caller(user, accessKeyId), secret(sealed), sealed.key().enabled())));
  }

  /** Whose bearer token it is, unless its key or its user is disabled. */
  public Optional<Caller> bearer(String token) {
    String hash = Secrets.fingerprint(token);
    if (Secrets.matches(hash, rootTokenHash)) {
      return Optional.of(new Caller(rootUser(), root.accessKeyId()));
    }
    return registry
        .keyOfToken(hash)
        .filter(AccessKey::enabled)
        .flatMap(key -> signer(key.id()))
        .filter(signer -> signer.enabled() && signer.caller().user().enabled())
        .map(Signer::caller);
  }

  private static User rootUser() {
    return new User(User.ROOT, Instant.EPOCH, true, "", Quota.NONE);
  }

  /** Root and all users, by name. */
  public List<User> users() {
    return registry.users();
  }

  public Optional<User> user(String name) {
    return registry.user(name);
  }

  /** How much a user may have; one that is gone may have nothing more. */
  public Quota quota(String name) {
    return registry.user(name).map(User::quota).orElse(new Quota(1, 1, 1));
  }

  /** Throws INVALID or CONFLICT if the name is no good, or taken. */
  public User create(String name, String policy, Quota quota) {
    AccountRefusals.checkName(name);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    User user = new User(name, now, true, policy, quota);
    registry.create(user);
    return user;
  }

  public void enable(String name, boolean enabled) {
    User user = changeable(name);
    change(() ->
        registry.update(new User(name, user.created(), enabled, user.policy(), user.quota())));
  }

  public void setPolicy(String name, String policy) {
    User user = changeable(name);
    change(() ->
        registry.update(new User(name, user.created(), user.enabled(), policy, user.quota())));
  }

  public void setQuota(String name, Quota quota) {
    User user = changeable(name);
    change(() ->
        registry.update(new User(name, user.created(), user.enabled(), user.policy(), quota)));
  }

  /** Its keys go with it, and its name is given to no other. */
  public void delete(String name) {
    User user = changeable(name);
    change(() -> registry.delete(user.name()));
  }

  private User changeable(String name) {
    AccountRefusals.checkNotRoot(name);
    return registry.user(name).orElseThrow(() -> AccountRefusals.noUser(name));
  }

  public List<AccessKey> keys(String user) {
    return registry.keys(user);
  }

  /** A new key for a user, root among them. */
  public NewKey createKey(String user, String note) {
    AccountRefusals.checkNote(note);
    DataKey secret = DataKey.random(random);
    String id = "FRAC" + Secrets.newHex(random, KEY_ID_DIGITS).toUpperCase(Locale.ROOT);
    String token = Secrets.newToken(random);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AccessKey key = new AccessKey(id, user, now, true, note);
    String sealed = HexFormat.of().formatHex(seal.wrap(secret, context(id)));
    registry.addKey(key, sealed, Secrets.fingerprint(token));
    return new NewKey(key, text(secret), token);
  }

  public void enableKey(String id, boolean enabled) {
    AccountRefusals.checkNotRootKey(id, root.accessKeyId());
    change(() -> registry.enableKey(id, enabled));
  }

  public void deleteKey(String id) {
    AccountRefusals.checkNotRootKey(id, root.accessKeyId());
    change(() -> registry.deleteKey(id));
  }

  private void change(Runnable change) {
    try {
      change.run();
    } finally {
      // Also after a failure: what failed on its way back may be on disk.
      cache.clear();
    }
  }

  private String secret(SealedKey sealed) {
    return text(seal.unwrap(HexFormat.of().parseHex(sealed.secret()), context(sealed.key().id())));
  }

  private static String text(DataKey secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret.bytes());
  }

  private static byte[] context(String accessKeyId) {
    return ("access key " + accessKeyId).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    registry.close();
  }
}
