// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Pace;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stripes on real engines, of which some are slow, deaf, or become slow. */
class HedgedReadTest {
  private static final long SEED = 20;
  private static final Layout LAYOUT = Layout.parse("raid6:4+2");
  private static final int STRIPE = 4_000_000;

  /** A hundredth of what a disk gives, and far from what loopback does. */
  private static final int SLOW = 200_000;

  /** What an engine may be sending while it is hung up on. */
  private static final int BLOCK = 16 << 10;

  private static final int TRIES_MAX = 20;

  @TempDir Path seeds;
  @TempDir Path empty;
  private final Random random = new Random(SEED);
  private final DataKey key = DataKey.random(random);
  private final List<JavaEngine> engines = new ArrayList<>();
  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final Map<InfoHash, List<Copy>> copies = new HashMap<>();
  private Duration ahead = Duration.ZERO;
  private Hedging hedging;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private Readers readers;

  @BeforeEach
  void open() throws IOException {
    for (int i = 0; i < LAYOUT.bits(); i++) {
      engines.add(JavaEngine.start(EngineConfig.listening("127.0.0.1", 0)));
    }
    hedging = new Hedging(() -> Instant.now().plus(ahead));
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    readers =
        new Readers(
            StagingArea.open(empty, 0, List.of()),
            stripes -> Map.of(),
            contacts,
            new Shunned(InstantSource.system()),
            hedging,
            new Explorer(contacts, hedging, reports::add),
            reports::add,
            new MemoryBudget(0));
  }

  @AfterEach
  void close() {
    contacts.close();
    tracker.close();
    engines.forEach(JavaEngine::close);
  }

  @Test
  void fetch_oneOfSixIsSlow_isOvertakenOnceAndThenLeftAlone() throws IOException {
    byte[] plain = bytes(STRIPE);
    List<StoredStripe> stripes = store(plain);
    engines.getFirst().limitRates(SLOW, 0);

    assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);

    Report slow = first(Kind.SLOW, "n0");
    assertThat(slow.bit()).isEqualTo(stripes.getFirst().bits().getFirst().infoHash());
    Pace others = Objects.requireNonNull(slow.others());
    // The three that were asked with it, and the one that was asked in its place.
    assertThat(others.sources()).isEqualTo(4);
    assertThat(others.bytes()).isGreaterThan(slow.bytes());
    assertThat(others.millis()).isLessThan(slow.millis());
    ReadTotals totals = hedging.budget().totals();
    assertThat(totals.hedges()).isPositive();
    assertThat(totals.hedgesWon()).isPositive();
    assertThat(totals.extraBytes()).isGreaterThanOrEqualTo(slow.bytes());
    assertThat(totals.usefulBytes()).isBetween((long) STRIPE, 4L << 20);

    long sent = sent(0);
    for (int i = 0; i < 5; i++) {
      assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
    }
    assertThat(sent(0)).isLessThanOrEqualTo(sent + BLOCK);
  }

  @Test
  void fetch_anotherCopyOfTheSlowBit_isReadInItsPlace() throws IOException {
    byte[] plain = bytes(400_000);
    List<StoredStripe> stripes = store(plain);
    StoredBit first = stripes.getFirst().bits().getFirst();
    engines.get(5).seed(first.metainfo(), seeds, null);
    copies.put(first.infoHash(), List.of(copy("n0", 0), copy("n5", 5)));
    engines.getFirst().limitRates(SLOW / 20, 0);

    assertThat(read(stripes, 0, 50_000)).isEqualTo(Arrays.copyOf(plain, 50_000));

    first(Kind.SLOW, "n0");
    first(Kind.SERVED, "n5");
    assertThat(hedging.budget().totals().detourBytes()).isZero();
  }

  @Test
  void fetch_aSmallReadOfASlowBitWithoutOtherCopies_isDecoded() throws IOException {
    byte[] plain = bytes(STRIPE);
    List<StoredStripe> stripes = store(plain);
    // What the others are worth is known; otherwise nobody knows how long a hedge takes.
    assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
    engines.getFirst().limitRates(SLOW / 20, 0);

    // The first hedge is of as many bits as are needed in its place.
    assertThat(read(stripes, 10, 1_000)).isEqualTo(Arrays.copyOfRange(plain, 10, 1_010));
    first(Kind.SLOW, "n0");
    assertThat(hedging.budget().totals().detourBytes()).isZero();

    // After that nobody asks it, which is no hedge.
    long sent = sent(0);
    assertThat(read(stripes, 10, 1_000)).isEqualTo(Arrays.copyOfRange(plain, 10, 1_010));
    assertThat(sent(0)).isLessThanOrEqualTo(sent + BLOCK);
    assertThat(hedging.budget().totals().detourBytes()).isPositive();
  }

  @Test
  void fetch_aNodeThatAcceptsAndIsSilent_isOvertakenAndHungUpOn() throws IOException {
    byte[] plain = bytes(STRIPE);
    List<StoredStripe> stripes = store(plain);
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      InfoHash bit = stripes.getFirst().bits().get(2).infoHash();
      copies.put(bit, List.of(copyAt("deaf", deaf.getLocalPort())));

      assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);

      assertThat(first(Kind.SLOW, "deaf").bytes()).isZero();
      try (Socket connection = deaf.accept()) {
        connection.setSoTimeout(30_000);
        // Its handshake, and then the end: nobody waits for an answer any more.
        assertThat(connection.getInputStream().readAllBytes()).hasSize(68);
      }
    }
  }

  /** What a node that is hung up on did until then is no answer, and nothing that it lacks. */
  @Test
  void fetch_hungUpOnWhileOthersAreAwaited_isNotBlamedForTheEnd() throws IOException {
    byte[] plain = bytes(1_000_000);
    List<StoredStripe> stripes = store(plain);
    // Late, so that those who are deaf are given up before enough has come.
    engines.get(5).limitRates(4 * SLOW, 0);
    try (ServerSocket one = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      List<StoredBit> bits = stripes.getFirst().bits();
      copies.put(bits.get(1).infoHash(), List.of(copyAt("deaf-1", one.getLocalPort())));
      copies.put(bits.get(2).infoHash(), List.of(copyAt("deaf-2", two.getLocalPort())));

      assertThat(read(stripes, 0, plain.length)).isEqualTo(plain);

      first(Kind.SLOW, "deaf-1");
      first(Kind.SLOW, "deaf-2");
      assertThat(reports).noneMatch(report -> report.kind() == Kind.MISSING);
    }
  }

  @Test
  void fetch_slowAfterTheFirstMegabyte_isOvertakenWhereItIs() throws IOException {
    inOneOfSomeTries(() -> {
      byte[] plain = bytes(3 * STRIPE);
      List<StoredStripe> stripes = store(plain);
      // It tires amid the second window: what surrounds the pieces of the first counts as well.
      try (SlowingProxy proxy = new SlowingProxy(engines.get(1).port(), (1 << 20) + (64 << 10))) {
        for (StoredStripe stripe : stripes) {
          copies.put(stripe.bits().get(1).infoHash(), List.of(copyAt("tiring", proxy.port())));
        }
        assertThat(read(stripes, 0, plain.length)).isEqualTo(plain);
        // While the proxy is open: who is overtaken at once is looked at before it is blamed.
        return comes(Kind.SERVED, "tiring")
            && comes(Kind.SLOW, "tiring")
            && hedging.budget().totals().hedgesWon() > 0;
      }
    });
  }

  @Test
  void fetch_allSlowAlike_areNotAskedForMuchMore() throws IOException {
    inOneOfSomeTries(() -> {
      byte[] plain = bytes(STRIPE);
      List<StoredStripe> stripes = store(plain);
      for (int i = 0; i < 30; i++) {
        assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
      }
      engines.forEach(engine -> engine.limitRates(6 * SLOW, 0));
      for (int i = 0; i < 3; i++) {
        assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
      }
      ReadTotals totals = hedging.budget().totals();
      assertThat(totals.extraBytes())
          .isLessThanOrEqualTo(
              ReadLimits.HEDGE_BYTES_FIRST + totals.usefulBytes() * ReadLimits.HEDGE_PERCENT / 100);
      // The others did not do better, so none of them was overtaken, and nobody is blamed.
      return reports.stream().noneMatch(report -> report.kind() == Kind.SLOW);
    });
  }

  @Test
  void fetch_aSlowNodeThatIsFastAgain_isFoundInTheBackground() throws Exception {
    byte[] plain = bytes(STRIPE);
    List<StoredStripe> stripes = store(plain);
    engines.getFirst().limitRates(SLOW, 0);
    assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
    first(Kind.SLOW, "n0");
    assertThat(hedging.speeds().isSlow("n0")).isTrue();

    engines.getFirst().limitRates(0, 0);
    hedging.budget().read(100L << 20, 0);
    ahead = ReadLimits.EXPLORE_AGE.multipliedBy(2);
    long before = hedging.budget().totals().explored();
    for (int i = 0; i < 1_000 && hedging.speeds().isSlow("n0"); i++) {
      assertThat(read(stripes, 0, STRIPE)).isEqualTo(plain);
      ahead = ahead.plus(ReadLimits.EXPLORE_AGE);
    }
    assertThat(hedging.speeds().isSlow("n0")).isFalse();
    assertThat(hedging.budget().totals().explored()).isGreaterThan(before);
  }

  @Test
  void fetch_bytesToSpare_asksOneMoreThanIsNeededAtOnce() throws IOException {
    byte[] plain = bytes(250_000);
    List<StoredStripe> stripes = store(plain);
    hedging.budget().read(200L * ReadLimits.HEDGE_BYTES_KEPT, 0);

    assertThat(read(stripes, 0, plain.length)).isEqualTo(plain);

    assertThat(hedging.budget().totals().lateBindings()).isEqualTo(1);
    assertThat(hedging.budget().totals().hedges()).isZero();
    assertThat(reports).noneMatch(report -> report.kind() == Kind.SLOW);
  }

  @Test
  void fetch_nodesThatChangeAllTheTime_neverGivesAWrongByte() throws IOException {
    byte[] plain = bytes(2 * STRIPE);
    List<StoredStripe> stripes = store(plain);
    for (int i = 0; i < 40; i++) {
      int slow = random.nextInt(engines.size());
      engines.get(slow).limitRates(random.nextBoolean() ? 0 : 6 * SLOW, 0);
      if (random.nextInt(4) == 0) {
        InfoHash bit = stripes.get(random.nextInt(stripes.size())).bits().get(slow).infoHash();
        engines.get(slow).remove(bit);
      }
      int from = random.nextInt(plain.length);
      int length = 1 + random.nextInt(Math.min(plain.length - from, 300_000));
      assertThat(read(stripes, from, length))
          .as("seed %d, round %d, bytes %d+%d", SEED, i, from, length)
          .isEqualTo(Arrays.copyOfRange(plain, from, from + length));
      for (StoredStripe stripe : stripes) {
        StoredBit bit = stripe.bits().get(slow);
        engines.get(slow).seed(bit.metainfo(), seeds, null);
      }
    }
  }

  private byte[] bytes(int length) {
    byte[] plain = new byte[length];
    random.nextBytes(plain);
    return plain;
  }

  /** Bit i of each stripe on node i. */
  private List<StoredStripe> store(byte[] plain) throws IOException {
    List<StoredStripe> stripes =
        TestStripes.write(LAYOUT, seeds, key, TestStripes.objectId(), plain, random);
    for (StoredStripe stripe : stripes) {
      for (StoredBit bit : stripe.bits()) {
        engines.get(bit.position()).seed(bit.metainfo(), seeds, null);
        copies.put(bit.infoHash(), List.of(copy("n" + bit.position(), bit.position())));
      }
    }
    return stripes;
  }

  private Copy copy(String node, int engine) {
    return copyAt(node, engines.get(engine).port());
  }

  private static Copy copyAt(String node, int port) {
    PeerAddress peer = new PeerAddress("127.0.0.1", port);
    return new Copy(node, node, "site", peer, CopyState.COMPLETE, true);
  }

  private byte[] read(List<StoredStripe> stripes, int from, int length) throws IOException {
    int to = from + length;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RangeWriter writer =
        new RangeWriter("b/k", _ -> new FrameCipher(key, TestStripes.objectId()), out, from, to);
    for (StoredStripe stripe : stripes) {
      long first = Math.max(0, from - stripe.plainOffset());
      long end = Math.min(stripe.plainLength(), to - stripe.plainOffset());
      if (first >= end) {
        continue;
      }
      try (StripeReader reader = new StripeReader(stripe, "b/k", copies, readers)) {
        for (Window window : reader.plan().windows(first, end)) {
          writer.write(stripe, reader.plan(), window, reader.fetch(window));
        }
      }
    }
    return out.toByteArray();
  }

  private long sent(int engine) {
    return engines.get(engine).traffic().sent();
  }

  @FunctionalInterface
  private interface Try {
    /** Whether it went as it does when all engines get the same of the machine. */
    boolean holds() throws IOException;
  }

  /**
   * A machine that is busy makes one engine late that should not be, and then that one is rightly
   * blamed. What must hold in any case is asserted within each try.
   */
  private void inOneOfSomeTries(Try one) throws IOException {
    for (int tries = 1; !one.holds(); tries++) {
      assertThat(tries).as("tries, the last of which had %s", reports).isLessThan(TRIES_MAX);
      close();
      engines.clear();
      reports.clear();
      copies.clear();
      open();
    }
  }

  private boolean comes(Kind kind, String node) {
    for (int i = 0; i < 30 && find(kind, node).isEmpty(); i++) {
      LockSupport.parkNanos(100_000_000);
    }
    return !find(kind, node).isEmpty();
  }

  /** Some come only after a look in the background. */
  private Report first(Kind kind, String node) {
    for (int i = 0; i < 300 && find(kind, node).isEmpty(); i++) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(find(kind, node)).as("%s of %s among %s", kind, node, reports).isNotEmpty();
    return find(kind, node).getFirst();
  }

  private List<Report> find(Kind kind, String node) {
    return reports.stream()
        .filter(report -> report.kind() == kind && report.nodeId().equals(node))
        .toList();
  }
}
