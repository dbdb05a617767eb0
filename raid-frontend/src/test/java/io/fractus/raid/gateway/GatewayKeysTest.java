// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.platform.DataDirectoryException;
import io.fractus.platform.Passphrase;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayKeysTest {
  private static final Optional<Passphrase> WORDS =
      Optional.of(new Passphrase("correct horse battery"));
  private static final Optional<Passphrase> OTHER_WORDS =
      Optional.of(new Passphrase("incorrect horse battery"));

  @TempDir Path directory;
  private final SecureRandom random = new SecureRandom();
  private Catalog catalog;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("photos", Instant.EPOCH);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void open_keyFileLostOrReplaced_isRefusedOnceThereAreObjects() throws IOException {
    KeyRing keys = open(Optional.empty());
    Files.delete(directory.resolve("key"));
    put(open(Optional.empty()));
    assertThat(keys).isNotNull();
    Files.delete(directory.resolve("key"));
    assertRefused(Optional.empty(), "is missing");
    KeyRing.loadOrCreate(directory.resolve("key"), random);
    assertRefused(Optional.empty(), "is not the one that sealed");
  }

  @Test
  void open_keyFileReplacedWithUploadsOnly_isRefused() throws IOException {
    KeyRing keys = open(Optional.empty());
    byte[] id = new byte[16];
    catalog
        .multipart()
        .create(
            HexFormat.of().formatHex(id),
            keys.wrap(DataKey.random(random), id),
            new UploadRequest(
                new ObjectKey("photos", "a"),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()),
            "raid0:1",
            Instant.EPOCH);
    assertThat(open(Optional.empty())).isNotNull();
    Files.delete(directory.resolve("key"));
    assertRefused(Optional.empty(), "is missing");
    KeyRing.loadOrCreate(directory.resolve("key"), random);
    assertRefused(Optional.empty(), "is not the one that sealed");
  }

  @Test
  void open_anotherPassphrase_isRefusedAndTheRightOneIsNot() throws IOException {
    put(open(WORDS));
    assertThat(directory.resolve("key")).doesNotExist();
    assertRefused(OTHER_WORDS, "is not the one that sealed");
    assertThat(open(WORDS)).isNotNull();
  }

  @Test
  void open_theOtherKindOfKey_isRefused() throws IOException {
    open(WORDS);
    assertRefused(Optional.empty(), "start the gateway with it");
    Files.delete(directory.resolve("key.salt"));
    open(Optional.empty());
    assertRefused(WORDS, "without a passphrase");
  }

  private KeyRing open(Optional<Passphrase> passphrase) throws IOException {
    return GatewayKeys.open(directory, passphrase, catalog, random);
  }

  private void assertRefused(Optional<Passphrase> passphrase, String why) {
    assertThatThrownBy(() -> open(passphrase))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining(why);
  }

  private void put(KeyRing keys) {
    String id = "0".repeat(32);
    ObjectKey key = new ObjectKey("photos", "a");
    catalog.begin(id, key, Instant.EPOCH);
    catalog.commit(
        new StoredObject(
            id,
            new ObjectInfo(key, 0, "etag", Instant.EPOCH, "text/plain", Map.of(), "raid0:1"),
            keys.wrap(DataKey.random(random), HexFormat.of().parseHex(id))),
        present -> {});
  }
}
