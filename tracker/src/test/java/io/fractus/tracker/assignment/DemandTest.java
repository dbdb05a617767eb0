// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.demand.DemandLimits;
import io.fractus.tracker.registry.DemandRows;
import io.fractus.tracker.registry.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandTest {
  private static final int LENGTH = 256 << 10;
  private static final double CLOSE = 1e-6;

  @TempDir private Path directory;
  private Registry registry;
  private Instant time = Instant.parse("2026-11-28T12:00:00Z");

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Demand demand() {
    return new Demand(registry, () -> time);
  }

  private InfoHash newBit(long seed) {
    byte[] pieces = new byte[4 * 20];
    new Random(seed).nextBytes(pieces);
    BitMetainfo bit =
        BitMetainfo.create("cloud", "%032x".formatted(seed), LENGTH, 64 << 10, pieces);
    registry.write(rows -> rows.bits().put(bit, 2, new PeerAddress("127.0.0.1", 1), time));
    return bit.infoHash();
  }

  private DemandRows.Size size(InfoHash bit) {
    return registry.read(rows -> rows.demand().size(bit)).orElseThrow();
  }

  private long key(InfoHash bit) {
    return size(bit).bit();
  }

  private List<DemandRows.Reads> written() {
    return registry.read(rows -> rows.demand().all());
  }

  private static Report served(InfoHash bit, long bytes) {
    return new Report("a-node", bit, Kind.SERVED, bytes, 10, "");
  }

  @Test
  void take_reports_countsNoneForMoreThanTheWholeBit() {
    Demand demand = demand();
    InfoHash bit = newBit(1);
    long half = size(bit).footprint() / 2;

    demand.take(List.of(served(bit, half), served(bit, half), served(bit, half)));
    assertThat(demand.atLeast(key(bit))).isCloseTo(1.5, within(CLOSE));

    demand.take(List.of(served(bit, Long.MAX_VALUE)));
    assertThat(demand.atLeast(key(bit))).isCloseTo(2.5, within(CLOSE));
  }

  @Test
  void take_otherReportsAndUnknownBits_doNotCount() {
    Demand demand = demand();
    InfoHash bit = newBit(1);
    InfoHash unknown = InfoHash.of(new byte[20]);

    demand.take(
        List.of(
            new Report("a-node", bit, Kind.SLOW, LENGTH, 10, ""),
            served(unknown, 1),
            served(bit, 0)));

    assertThat(demand.size()).isZero();
  }

  @Test
  void restart_afterAWrite_goesOnWhereItWas_howeverLongItStood() {
    Demand demand = demand();
    InfoHash bit = newBit(1);
    demand.take(Collections.nCopies(100, served(bit, size(bit).footprint())));
    time = time.plus(DemandLimits.HALF_LIFE);
    demand.write();
    double floor = demand.atMost(-1);

    time = time.plus(Duration.ofDays(400));
    Demand again = demand();

    assertThat(again.atLeast(key(bit))).isCloseTo(50, within(CLOSE));
    assertThat(again.atMost(-1)).isCloseTo(floor, within(CLOSE));
    assertThat(floor).isCloseTo(DemandLimits.READS_MAX / 2, within(CLOSE));
    time = time.plus(DemandLimits.HALF_LIFE);
    assertThat(again.atLeast(key(bit))).isCloseTo(25, within(CLOSE));
  }

  @Test
  void clockIsSetBack_restart_makesNothingOlderOrNewer() {
    Demand demand = demand();
    InfoHash bit = newBit(1);
    demand.take(List.of(served(bit, size(bit).footprint())));
    demand.write();

    time = time.minus(Duration.ofDays(4_000));

    assertThat(demand().atLeast(key(bit))).isCloseTo(1, within(CLOSE));
  }

  @Test
  void release_bit_isForgottenOnDiskAndNotWrittenAgain() {
    Demand demand = demand();
    InfoHash bit = newBit(1);
    long key = key(bit);
    demand.take(List.of(served(bit, LENGTH)));
    demand.write();
    assertThat(written()).hasSize(1);

    registry.write(rows -> rows.copies().release(List.of(bit)));
    assertThat(written()).isEmpty();
    demand.forget(key);
    demand.write();

    assertThat(written()).isEmpty();
  }

  @Test
  void write_manyBits_writesAllOfThem() {
    Demand demand = demand();
    for (int i = 0; i < 1_100; i++) {
      demand.take(List.of(served(newBit(i), LENGTH)));
    }

    demand.write();

    assertThat(written()).hasSize(1_100);
  }
}
