// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.seal.SealException;
import io.fractus.web.Limits;
import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.Accounts.Signer;
import io.fractus.web.accounts.registry.AccessKey;
import io.fractus.web.accounts.registry.AccountException;
import io.fractus.web.accounts.registry.AccountException.Reason;
import io.fractus.web.accounts.registry.Quota;
import io.fractus.web.accounts.registry.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
  @TempDir Path directory;
  private Accounts accounts;

  @BeforeEach
  void open() throws IOException {
    accounts = TestCloud.openAccounts(directory, InstantSource.system());
    accounts.create("alice", "readwrite", Quota.NONE);
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void key_ofAUser_signsAndBearsAfterAStart() throws IOException {
    NewKey made = accounts.createKey("alice", "backup");
    accounts.close();
    accounts = TestCloud.openAccounts(directory, InstantSource.system());
    Signer signer = accounts.signer(made.about().id()).orElseThrow();
    assertThat(signer.secretAccessKey()).isEqualTo(made.secretAccessKey()).hasSize(43);
    assertThat(signer.caller().name()).isEqualTo("alice");
    assertThat(signer.caller().isRoot()).isFalse();
    assertThat(accounts.bearer(made.token()).map(Caller::name)).contains("alice");
    assertThat(accounts.bearer(made.secretAccessKey())).isEmpty();
    assertThat(accounts.signer("FRAC0000000000000000")).isEmpty();
  }

  @Test
  void rotation_secondKeyThenFirstDisabledThenDeleted_eachAtOnce() {
    NewKey first = accounts.createKey("alice", "");
    NewKey second = accounts.createKey("alice", "");
    assertThat(enabled(first)).isTrue();
    accounts.enableKey(first.about().id(), false);
    assertThat(enabled(first)).isFalse();
    assertThat(accounts.bearer(first.token())).isEmpty();
    assertThat(enabled(second)).isTrue();
    assertThat(accounts.bearer(second.token())).isPresent();
    accounts.enableKey(first.about().id(), true);
    assertThat(enabled(first)).isTrue();
    accounts.deleteKey(first.about().id());
    assertThat(accounts.signer(first.about().id())).isEmpty();
    assertThat(accounts.keys("alice")).extracting(AccessKey::id).containsOnly(id(second));
    assertRefused(Reason.NO_SUCH_KEY, () -> accounts.deleteKey(first.about().id()));
  }

  @Test
  void user_disabledAndEnabled_countsFromTheNextRequest() {
    NewKey key = accounts.createKey("alice", "");
    assertThat(signer(key).caller().user().enabled()).isTrue();
    accounts.enable("alice", false);
    assertThat(signer(key).caller().user().enabled()).isFalse();
    assertThat(accounts.bearer(key.token())).isEmpty();
    accounts.enable("alice", true);
    assertThat(accounts.bearer(key.token())).isPresent();
    accounts.setPolicy("alice", "readonly");
    accounts.setQuota("alice", new Quota(1, 2, 3));
    User now = signer(key).caller().user();
    assertThat(now.policy()).isEqualTo("readonly");
    assertThat(now.quota()).isEqualTo(new Quota(1, 2, 3));
  }

  @Test
  void user_deleted_isGoneWithItsKeysAndItsNameStaysTaken() {
    NewKey key = accounts.createKey("alice", "");
    accounts.delete("alice");
    assertThat(accounts.signer(key.about().id())).isEmpty();
    assertThat(accounts.bearer(key.token())).isEmpty();
    assertThat(accounts.user("alice")).isEmpty();
    assertThat(accounts.users()).extracting(User::name).containsExactly(User.ROOT);
    // A policy may still name her: whoever came next would have what was hers.
    assertRefused(Reason.CONFLICT, () -> accounts.create("alice", "readwrite", Quota.NONE));
    assertRefused(Reason.NO_SUCH_USER, () -> accounts.createKey("alice", ""));
    assertRefused(Reason.NO_SUCH_USER, () -> accounts.enable("alice", true));
  }

  @Test
  void root_hasTheFilesKeyAndMayHaveMore_butIsNotChanged() {
    String id = TestCloud.CREDENTIALS.accessKeyId();
    assertThat(accounts.signer(id).orElseThrow().caller().isRoot()).isTrue();
    assertThat(accounts.bearer(TestCloud.CREDENTIALS.restToken()).orElseThrow().isRoot()).isTrue();
    assertThat(signer(accounts.createKey(User.ROOT, "")).caller().isRoot()).isTrue();
    assertRefused(Reason.CONFLICT, () -> accounts.deleteKey(id));
    assertRefused(Reason.CONFLICT, () -> accounts.enableKey(id, false));
    assertRefused(Reason.CONFLICT, () -> accounts.delete(User.ROOT));
    assertRefused(Reason.CONFLICT, () -> accounts.enable(User.ROOT, false));
    assertRefused(Reason.CONFLICT, () -> accounts.setQuota(User.ROOT, new Quota(1, 1, 1)));
  }

  @Test
  void limits_reached_refused() {
    for (int i = 0; i < Limits.KEYS_OF_A_USER_MAX; i++) {
      var _ = accounts.createKey("alice", "");
    }
    assertRefused(Reason.CONFLICT, () -> accounts.createKey("alice", ""));
    for (String name : List.of("", "root", "anonymous", "A", "a/b", "-a", "a".repeat(65))) {
      assertRefused(Reason.INVALID, () -> accounts.create(name, "readwrite", Quota.NONE));
    }
    assertRefused(Reason.INVALID, () -> accounts.createKey("alice", "two\nlines"));
  }

  @Test
  void files_ofAccounts_holdNoSecret() throws IOException {
    NewKey key = accounts.createKey("alice", "a note");
    String shown = key.toString() + signer(key);
    accounts.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).doesNotContain(key.secretAccessKey()).doesNotContain(key.token());
      }
    }
    assertThat(shown).doesNotContain(key.secretAccessKey()).doesNotContain(key.token());
  }

  @Test
  void open_withAnotherKeyFile_refused() throws IOException {
    var _ = accounts.createKey("alice", "");
    accounts.close();
    Files.delete(directory.resolve("key"));
    assertThatThrownBy(() -> TestCloud.openAccounts(directory, InstantSource.system()))
        .isInstanceOf(SealException.class);
    Files.delete(directory.resolve("accounts.db"));
    Files.delete(directory.resolve("key"));
    accounts = TestCloud.openAccounts(directory, InstantSource.system());
  }

  @Test
  void cache_moreKeysThanFit_keepsThoseUsedLast() {
    KeyCache cache = new KeyCache(2);
    User user = accounts.user("alice").orElseThrow();
    for (String id : List.of("a", "b", "a", "c")) {
      var _ = cache.get(id, _ -> Optional.of(new Signer(new Caller(user, id), id, true)));
    }
    assertThat(cache.size()).isEqualTo(2);
    assertThat(cache.get("a", _ -> Optional.empty())).isPresent();
    assertThat(cache.get("b", _ -> Optional.empty())).isEmpty();
  }

  @Test
  void cache_clearedWhileAKeyIsLoaded_doesNotKeepIt() {
    KeyCache cache = new KeyCache(2);
    User user = accounts.user("alice").orElseThrow();
    var _ =
        cache.get(
            "a",
            id -> {
              cache.clear();
              return Optional.of(new Signer(new Caller(user, id), id, true));
            });
    assertThat(cache.size()).isZero();
  }

  private boolean enabled(NewKey key) {
    return signer(key).enabled();
  }

  private Signer signer(NewKey key) {
    return accounts.signer(key.about().id()).orElseThrow();
  }

  private static String id(NewKey key) {
    return key.about().id();
  }

  private static void assertRefused(Reason reason, Runnable change) {
    assertThatThrownBy(change::run)
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
