// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.node.TestBits;
import io.fractus.protocol.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BitStoreTest {
  private static final int LENGTH = 150_000;
  private static final long SHARE = 10_000_000;

  @TempDir Path directory;
  private Path root;
  private final Random random = new Random(7);

  @BeforeEach
  void place() {
    root = directory.resolve("bits");
  }

  @Test
  void commit_reopened_holdsWithoutHashing() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);

    BitStore reopened = open(SHARE);

    assertThat(reopened.inventory()).containsExactly(bit.metainfo().infoHash());
    assertThat(reopened.usedBytes()).isEqualTo(Footprint.of(bit.metainfo()));
    assertThat(reopened.metainfo(bit.metainfo().infoHash())).isEqualTo(bit.metainfo());
    assertThat(reopened.hashedBytes()).isZero();
    assertThat(reopened.lost()).isZero();
  }

  @Test
  void commit_sidecar_namesNoTracker() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);

    assertThat(Files.readAllBytes(sidecar(bit))).isEqualTo(bit.metainfo().toTorrent(null));
  }

  @Test
  void commit_wrongLength_staysReserved() throws IOException {
    BitStore store = open(SHARE);
    TestBits bit = bit();
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);
    Files.write(store.directory(bit.metainfo()).resolve(bit.metainfo().name()), new byte[5]);

    assertThatThrownBy(() -> store.commit(bit.metainfo())).isInstanceOf(IOException.class);

    assertThat(store.inventory()).isEmpty();
    assertThat(store.usedBytes()).isEqualTo(Footprint.of(bit.metainfo()));
    store.abandon(bit.metainfo());
    assertThat(store.usedBytes()).isZero();
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void open_unfinishedFiles_deletesThem() throws IOException {
    TestBits bit = bit();
    BitStore store = open(SHARE);
    bit.writeTo(store.directory(bit.metainfo()));
    Files.write(data(bit).resolveSibling(bit.metainfo().name() + ".torrent.tmp"), new byte[9]);
    Path foreign = Files.write(data(bit).resolveSibling("notes.txt"), new byte[3]);

    BitStore reopened = open(SHARE);

    assertThat(reopened.inventory()).isEmpty();
    assertThat(reopened.lost()).isZero();
    assertThat(filesOnDisk()).containsExactly(foreign);
  }

  @Test
  void open_missingAndTruncated_countsLostAndKeepsTheRest() throws IOException {
    BitStore store = open(SHARE);
    TestBits good = bit();
    TestBits missing = bit();
    TestBits truncated = bit();
    for (TestBits bit : List.of(good, missing, truncated)) {
      commit(store, bit);
    }
    Files.delete(data(missing));
    Files.write(data(truncated), new byte[LENGTH - 1]);

    BitStore reopened = open(SHARE);

    assertThat(reopened.inventory()).containsExactly(good.metainfo().infoHash());
    assertThat(reopened.lost()).isEqualTo(2);
    assertThat(reopened.hashedBytes()).isZero();
    assertThat(filesOnDisk()).containsExactlyInAnyOrder(data(good), sidecar(good));
  }

  @Test
  void open_damagedSidecar_dropsTheBit() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);
    Files.write(sidecar(bit), new byte[] {'d', 'e'});

    BitStore reopened = open(SHARE);

    assertThat(reopened.inventory()).isEmpty();
    assertThat(reopened.lost()).isEqualTo(1);
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void open_sidecarOfAnotherName_dropsTheBit() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);
    Files.write(sidecar(bit), bit().metainfo().toTorrent(null));

    assertThat(open(SHARE).inventory()).isEmpty();
  }

  @Test
  void open_touchedButGood_hashesItOnce() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);
    age(sidecar(bit));

    BitStore reopened = open(SHARE);
    BitStore again = open(SHARE);

    assertThat(reopened.hashedBytes()).isEqualTo(LENGTH);
    assertThat(again.hashedBytes()).isZero();
    assertThat(again.inventory()).containsExactly(bit.metainfo().infoHash());
  }

  @Test
  void open_changed_dropsTheBit() throws IOException {
    TestBits bit = bit();
    commit(open(SHARE), bit);
    flip(bit, LENGTH - 1);
    age(sidecar(bit));

    BitStore reopened = open(SHARE);

    assertThat(reopened.inventory()).isEmpty();
    assertThat(reopened.lost()).isEqualTo(1);
    assertThat(filesOnDisk()).isEmpty();
  }

  @Test
  void reserve_shareFull_refusesUntilSpaceIsBack() throws IOException {
    TestBits first = bit();
    TestBits second = bit();
    BitStore store = open(Footprint.of(first.metainfo()) * 2 - 1);
    assertThat(store.reserve(first.metainfo())).isEqualTo(Admission.GRANTED);
    assertThat(store.reserve(second.metainfo())).isEqualTo(Admission.SHARE_FULL);

    store.abandon(first.metainfo());

    assertThat(store.reserve(second.metainfo())).isEqualTo(Admission.GRANTED);
  }

  @Test
  void reserve_diskFull_countsOtherReservations() throws IOException {
    TestBits first = bit();
    TestBits second = bit();
    // Room for one of the two beside the 64 MiB that are left alone.
    long usable = Footprint.of(first.metainfo()) * 2 - 1 + (64L << 20);
    BitStore store = BitStore.open(root, idCopy(), SHARE, () -> usable);

    assertThat(store.reserve(first.metainfo())).isEqualTo(Admission.GRANTED);
    assertThat(store.reserve(second.metainfo())).isEqualTo(Admission.DISK_FULL);
  }

  @Test
  void reserve_nameTaken_refuses() throws IOException {
    BitStore store = open(SHARE);
    TestBits bit = bit();
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.NAME_TAKEN);
    store.abandon(bit.metainfo());
    commit(store, bit);
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.NAME_TAKEN);
  }

  @Test
  void verify_eachFate_isTold() throws IOException {
    BitStore store = open(SHARE);
    TestBits good = bit();
    TestBits corrupt = bit();
    TestBits truncated = bit();
    TestBits missing = bit();
    for (TestBits bit : List.of(good, corrupt, truncated, missing)) {
      commit(store, bit);
    }
    flip(corrupt, 70_000);
    Files.write(data(truncated), new byte[1]);
    Files.delete(data(missing));

    assertThat(store.verify(good.metainfo().infoHash())).isEqualTo(Verdict.GOOD);
    assertThat(store.verify(corrupt.metainfo().infoHash())).isEqualTo(Verdict.CORRUPT);
    assertThat(store.verify(truncated.metainfo().infoHash())).isEqualTo(Verdict.LOST);
    assertThat(store.verify(missing.metainfo().infoHash())).isEqualTo(Verdict.LOST);
    assertThat(store.verify(bit().metainfo().infoHash())).isEqualTo(Verdict.LOST);
    assertThat(store.look(truncated.metainfo().infoHash())).isEqualTo(Verdict.LOST);
    assertThat(store.look(good.metainfo().infoHash())).isEqualTo(Verdict.GOOD);
  }

  @Test
  void look_fileWrittenTo_isChanged() throws IOException {
    BitStore store = open(SHARE);
    TestBits bit = bit();
    commit(store, bit);
    age(sidecar(bit));

    assertThat(store.look(bit.metainfo().infoHash())).isEqualTo(Verdict.CHANGED);
    assertThat(store.verify(bit.metainfo().infoHash())).isEqualTo(Verdict.GOOD);
    assertThat(store.look(bit.metainfo().infoHash())).isEqualTo(Verdict.GOOD);
  }

  @Test
  void randomLife_anyOrder_neverAboveTheShare() throws IOException {
    long seed = System.nanoTime();
    System.Logger log = System.getLogger(getClass().getName());
    log.log(System.Logger.Level.INFO, "seed={0}", String.valueOf(seed));
    Random chance = new Random(seed);
    long share = 1_000_000;
    BitStore store = open(share);
    List<TestBits> held = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      if (!held.isEmpty() && chance.nextInt(3) == 0) {
        TestBits gone = held.remove(chance.nextInt(held.size()));
        assertThat(store.delete(gone.metainfo().infoHash())).isTrue();
      } else {
        TestBits bit = TestBits.random(chance, 1 + chance.nextInt(200_000));
        if (store.reserve(bit.metainfo()) == Admission.GRANTED) {
          bit.writeTo(store.directory(bit.metainfo()));
          if (chance.nextInt(4) == 0) {
            store.abandon(bit.metainfo());
          } else {
            store.commit(bit.metainfo());
            held.add(bit);
          }
        }
      }
      assertThat(bytesOnDisk()).as("seed %d", seed).isLessThanOrEqualTo(store.usedBytes());
      assertThat(store.usedBytes()).as("seed %d", seed).isLessThanOrEqualTo(share);
      assertThat(store.size()).isEqualTo(held.size());
    }
  }

  private BitStore open(long share) throws IOException {
    return BitStore.open(root, idCopy(), share, () -> Long.MAX_VALUE);
  }

  private Path idCopy() {
    return directory.resolve("store.id");
  }

  private TestBits bit() {
    return TestBits.random(random, LENGTH);
  }

  private static void commit(BitStore store, TestBits bit) throws IOException {
    assertThat(store.reserve(bit.metainfo())).isEqualTo(Admission.GRANTED);
    bit.writeTo(store.directory(bit.metainfo()));
    store.commit(bit.metainfo());
  }

  private Path data(TestBits bit) {
    String name = bit.metainfo().name();
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  private Path sidecar(TestBits bit) {
    return data(bit).resolveSibling(bit.metainfo().name() + ".torrent");
  }

  /** Makes a sidecar older than its data, as if the data had been written to since. */
  private static void age(Path sidecar) throws IOException {
    Files.setLastModifiedTime(sidecar, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private void flip(TestBits bit, int at) throws IOException {
    byte[] bytes = bit.bytes();
    bytes[at] ^= 1;
    Files.write(data(bit), bytes);
  }

  private List<Path> filesOnDisk() throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(file -> Files.isRegularFile(file) && !file.endsWith("store.id")).toList();
    }
  }

  private long bytesOnDisk() throws IOException {
    long sum = 0;
    for (Path file : filesOnDisk()) {
      sum += (Files.size(file) + 4_095) / 4_096 * 4_096;
    }
    return sum;
  }
}
