// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.Broken;
import io.fractus.node.TestBits;
import io.fractus.protocol.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits that are given up and cannot be deleted. */
final class LeftoversTest {
  private static final int LENGTH = 150_000;

  @TempDir Path directory;
  private final TestBits bit = TestBits.random(new Random(7), LENGTH);
  private final long footprint = Footprint.of(bit.metainfo());
  private BitStore store;
  private Path data;

  @BeforeEach
  void open() throws IOException {
    store = reopen();
    String name = bit.metainfo().name();
    data = directory.resolve("bits").resolve(name.substring(0, 2)).resolve(name);
  }

  private BitStore reopen() throws IOException {
    return BitStore.open(
        directory.resolve("bits"), directory.resolve("store.id"), 10_000_000, () -> Long.MAX_VALUE);
  }

  @Test
  void abandon_cannotBeDeleted_keepsItsSpaceUntilItIs() throws IOException {
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);
    bit.writeTo(store.directory(bit.metainfo()));
    try (Broken _ = Broken.directoryOf(data)) {
      assertThatThrownBy(() -> store.abandon(bit.metainfo())).isInstanceOf(IOException.class);

      assertThat(store.usedBytes()).isEqualTo(footprint);
      assertThat(store.troubles()).singleElement().asString().contains("1 bits cannot be deleted");
      assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.DISK_READ_ONLY);
      store.clearLeftovers();
      assertThat(store.usedBytes()).isEqualTo(footprint);
    }
    store.clearLeftovers();

    assertThat(store.usedBytes()).isZero();
    assertThat(store.troubles()).isEmpty();
    assertThat(data).doesNotExist();
  }

  @Test
  void reserve_leftOverBefore_isTakenAnew() throws IOException {
    store.reserve(bit.metainfo());
    bit.writeTo(store.directory(bit.metainfo()));
    try (Broken _ = Broken.directoryOf(data)) {
      assertThatThrownBy(() -> store.abandon(bit.metainfo())).isInstanceOf(IOException.class);
    }

    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);

    assertThat(data).doesNotExist();
    assertThat(store.usedBytes()).isEqualTo(footprint);
    store.clearLeftovers();
    bit.writeTo(store.directory(bit.metainfo()));
    store.commit(bit.metainfo());
    assertThat(store.holds(bit.metainfo().infoHash())).isTrue();
    assertThat(store.usedBytes()).isEqualTo(footprint);
  }

  @Test
  void delete_cannotBeDeleted_isNotHeldAndTriedAgain() throws IOException {
    store.reserve(bit.metainfo());
    bit.writeTo(store.directory(bit.metainfo()));
    store.commit(bit.metainfo());
    try (Broken _ = Broken.directoryOf(data)) {
      assertThatThrownBy(() -> store.delete(bit.metainfo().infoHash()))
          .isInstanceOf(IOException.class);
      assertThat(store.holds(bit.metainfo().infoHash())).isFalse();
      assertThat(store.usedBytes()).isEqualTo(footprint);
    }
    assertThat(data).exists();

    store.clearLeftovers();

    assertThat(data).doesNotExist();
    assertThat(data.resolveSibling(bit.metainfo().name() + ".torrent")).doesNotExist();
    assertThat(store.usedBytes()).isZero();
  }

  @Test
  void open_unfinishedThatCannotBeDeleted_countsItsSpace() throws IOException {
    // A directory that is not empty cannot be deleted as a file, by nobody.
    Files.createDirectories(data.resolve("in"));

    BitStore reopened = reopen();

    assertThat(reopened.size()).isZero();
    assertThat(reopened.usedBytes()).isPositive();
    assertThat(reopened.reserve(bit.metainfo())).isEqualTo(Admission.DISK_READ_ONLY);
    Files.delete(data.resolve("in"));
    assertThat(reopened.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);
  }
}
