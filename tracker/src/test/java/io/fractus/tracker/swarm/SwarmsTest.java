// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.DerivedKeys;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Announce.Event;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.SwarmSource.Member;
import io.fractus.tracker.swarm.SwarmSource.Members;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwarmsTest {
  private static final InfoHash BIT = InfoHash.of(new byte[20]);
  private static final byte[] V4 = InetAddress.ofLiteral("192.0.2.1").getAddress();
  private static final byte[] V6 = InetAddress.ofLiteral("2001:db8::1").getAddress();
  private static final PeerAddress GATEWAY = new PeerAddress("192.0.2.99", 7_000);

  @TempDir private Path directory;
  private Registry registry;
  private KnownNodes nodes;
  private Swarms swarms;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Map<InfoHash, List<Member>> members = new HashMap<>();
  private final Set<Long> online = new HashSet<>();
  private final Map<Long, Integer> qualities = new HashMap<>();

  @BeforeEach
  void open() throws IOException {
    registry = Registry.open(directory.resolve("registry.db"));
    registry.write(rows -> {
      // Six nodes: two on each of three sites, the first four in one region.
      for (int i = 1; i <= 6; i++) {
        JoinRequest request =
            new JoinRequest(
                "n" + i, "site" + (i + 1) / 2, i < 5 ? "near" : "far", "lab", 1, null, 1, "test");
        rows.nodes()
            .add(
                request,
                new PeerAddress("198.51.100." + i, 6_000 + i),
                "%016x".formatted(i),
                "token" + i,
                "%064x".formatted(i),
                now);
      }
      rows.passkeys().setStock(6);
      return null;
    });
    nodes = new KnownNodes(registry, DerivedKeys.load(directory, new Random(1)), Clocks.system());
    swarms =
        new Swarms(
            () -> now,
            bit -> members.containsKey(bit) ? new Members(GATEWAY, members.get(bit)) : null,
            nodes,
            online::contains,
            node -> qualities.getOrDefault(node, 0),
            1);
    members.put(BIT, new ArrayList<>());
    for (long node = 1; node <= 6; node++) {
      members.get(BIT).add(new Member(node, false));
    }
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private KnownNode node(long key) {
    return Objects.requireNonNull(nodes.byKey(key));
  }

  private Outcome tell(long node, Announce announce, byte[] address) {
    Outcome outcome = swarms.announce(node(node), announce, address);
    if (outcome == Outcome.None.NOT_LOADED && swarms.load(announce.swarm())) {
      return swarms.announce(node(node), announce, address);
    }
    return outcome;
  }

  private Answer announce(long node, byte[] address, int port, boolean complete, Event event) {
    return (Answer)
        tell(node, new Announce(SwarmKey.of(BIT), 1, port, -1, -1, complete, event, 50), address);
  }

  private Answer seed(long node) {
    return announce(node, v4(node), 6_881, true, Event.NONE);
  }

  private Answer leech(long node) {
    return announce(node, v4(node), 6_881, false, Event.NONE);
  }

  private static byte[] v4(long node) {
    return new byte[] {10, 0, 0, (byte) node};
  }

  /** The last bytes of the addresses, in the order in which they were told. */
  private static List<Long> told(Answer answer) {
    List<Long> told = new ArrayList<>();
    byte[] peers = answer.peers().v4();
    for (int at = 0; at < peers.length; at += PeerList.V4_BYTES) {
      told.add((long) peers[at + 3]);
    }
    return told;
  }

  @Test
  void announced_byBothAddresses_isOnePeerWithBoth() {
    announce(1, V4, 6_881, true, Event.STARTED);
    announce(1, V6, 6_881, true, Event.STARTED);

    Answer answer = leech(2);

    assertThat(answer.peers().v4()).hasSize(PeerList.V4_BYTES);
    assertThat(answer.peers().v6()).hasSize(PeerList.V6_BYTES);
    assertThat(answer.counts()).isEqualTo(new Counts(1, 1, 1, 0));
  }

  @Test
  void announced_fromAnotherPort_forgetsTheOldAddresses() {
    announce(1, V4, 6_881, true, Event.NONE);
    announce(1, V6, 6_882, true, Event.NONE);

    assertThat(leech(2).peers().v4()).isEmpty();
    assertThat(leech(2).peers().v6()).hasSize(PeerList.V6_BYTES);
  }

  @Test
  void announced_startedAnewByOneAddress_forgetsTheOther() {
    announce(1, V4, 6_881, true, Event.STARTED);
    announce(1, V6, 6_881, true, Event.STARTED);
    now = now.plus(Limits.SAME_START_MAX).plusSeconds(1);
    announce(1, V4, 6_881, true, Event.STARTED);

    assertThat(leech(2).peers().v6()).isEmpty();
  }

  @Test
  void announced_byANodeWithoutTheBit_isNotRegistered() {
    members.put(BIT, List.of(new Member(1, false)));

    Announce announce = new Announce(SwarmKey.of(BIT), 1, 1, 0, 0, false, Event.NONE, 50);

    assertThat(tell(2, announce, V4)).isEqualTo(Outcome.None.NOT_REGISTERED);
  }

  @Test
  void announced_afterTheRegistryChanged_isReadAnewWithoutForgettingPeers() {
    seed(1);
    leech(2);
    members.put(BIT, List.of(new Member(1, true), new Member(3, false)));
    swarms.changed(BIT);
    Announce announce = new Announce(SwarmKey.of(BIT), 1, 1, 0, 0, false, Event.NONE, 50);

    assertThat(tell(2, announce, V4)).isEqualTo(Outcome.None.NOT_REGISTERED);
    assertThat(told(leech(3))).containsExactly(1L);
    members.remove(BIT);
    swarms.changed(BIT);
    assertThat(tell(1, announce, V4)).isEqualTo(Outcome.None.NOT_LOADED);
    assertThat(swarms.size()).isZero();
  }

  @Test
  void announced_complete_getsNobody() {
    leech(1);

    assertThat(told(seed(2))).isEmpty();
    assertThat(told(leech(1))).containsExactly(2L);
  }

  @Test
  void announced_incomplete_getsCompleteThenNearThenGood() {
    for (long node = 2; node <= 5; node++) {
      seed(node);
    }
    leech(6);
    qualities.put(4L, 200);
    qualities.put(3L, 100);
    qualities.put(5L, 255);

    // 2 is on the site, 3 and 4 are in the region, 5 is far, 6 has nothing yet.
    assertThat(told(leech(1))).containsExactly(2L, 4L, 3L, 5L, 6L);
  }

  @Test
  void announced_wantingFew_getsTheBestOfThem() {
    for (long node = 2; node <= 5; node++) {
      seed(node);
    }
    Announce two = new Announce(SwarmKey.of(BIT), 1, 1, 0, 0, false, Event.NONE, 2);
    Announce none = new Announce(SwarmKey.of(BIT), 1, 1, 0, 0, false, Event.NONE, 0);

    assertThat(told((Answer) tell(1, two, V4)).getFirst()).isEqualTo(2L);
    assertThat(told((Answer) tell(1, two, V4))).hasSize(2);
    assertThat(told((Answer) tell(1, none, V4))).isEmpty();
  }

  @Test
  void announced_besideAnOnlineHolderThatNeverAnnounced_getsItAsTheRegistryHasIt() {
    members.put(BIT, List.of(new Member(1, false), new Member(2, true), new Member(3, true)));
    online.add(2L);

    Answer answer = leech(1);

    assertThat(answer.peers().v4())
        .isEqualTo(HexFormat.of().parseHex("c6336402" + HexFormat.of().toHexDigits((short) 6_002)));
    assertThat(answer.counts()).isEqualTo(new Counts(1, 1, 1, 2));
  }

  @Test
  void announced_byAStockClientWithoutOthers_getsTheGateway() {
    assertThat(told(leech(6))).containsExactly(99L);
    assertThat(told(leech(1))).containsExactly(6L);
    seed(2);
    assertThat(told(leech(6))).containsExactly(2L, 1L);
  }

  @Test
  void announced_fromLoopback_isToldToOthersWithTheAddressItServesAt() {
    announce(1, new byte[] {127, 0, 0, 1}, 6_881, true, Event.NONE);

    assertThat(leech(2).peers().v4()).startsWith(198, 51, 100, 1);
    Answer beside = announce(3, new byte[] {127, 0, 0, 1}, 6_881, false, Event.NONE);
    assertThat(beside.peers().v4()).startsWith(127, 0, 0, 1);
  }

  private void report(long uploaded, Event event) {
    tell(1, new Announce(SwarmKey.of(BIT), 1, 1, uploaded, 0, true, event, 0), V4);
  }

  @Test
  void reported_acrossRestartsOfTheClient_isTheSumOfWhatIsNew() {
    report(0, Event.STARTED);
    report(100, Event.NONE);
    report(100, Event.NONE);
    report(150, Event.STOPPED);
    report(0, Event.STARTED);
    report(40, Event.NONE);
    // Started anew without a word: less than before is all new.
    report(10, Event.NONE);

    assertThat(node(1).reportedUp()).isEqualTo(150 + 40 + 10);
  }

  @Test
  void reported_firstAfterARestartOfTheTracker_isABaselineOnly() {
    report(1_000, Event.NONE);
    report(1_010, Event.NONE);
    report(-1, Event.NONE);
    report(1_030, Event.NONE);

    assertThat(node(1).reportedUp()).isEqualTo(30);
  }

  @Test
  void reported_saved_isThereAfterwards() {
    report(0, Event.STARTED);
    report(70, Event.NONE);
    nodes.save();
    report(90, Event.NONE);

    assertThat(node(1).reportedUp()).isEqualTo(90);
    long saved = registry.read(rows -> rows.passkeys().find(1).orElseThrow().reportedUp());
    assertThat(saved).isEqualTo(70);
  }

  @Test
  void completed_byBothAddresses_isCountedOnce() {
    leech(1);
    announce(1, V4, 6_881, true, Event.COMPLETED);
    announce(1, V6, 6_881, true, Event.COMPLETED);

    assertThat(swarms.counts(SwarmKey.of(BIT)).downloaded()).isOne();
  }

  @Test
  void counts_pausedPartialSeed_isNoDownloader() {
    announce(1, V4, 6_881, false, Event.PAUSED);
    leech(2);

    assertThat(swarms.counts(SwarmKey.of(BIT))).isEqualTo(new Counts(0, 2, 1, 0));
  }

  @Test
  void others_silentForLong_areGone() {
    seed(1);
    now = now.plus(Limits.PEER_TTL);

    assertThat(swarms.counts(SwarmKey.of(BIT))).isEqualTo(new Counts(0, 0, 0, 0));
    assertThat(swarms.size()).isEqualTo(6);
    swarms.expire();
    assertThat(swarms.size()).isZero();
  }

  @Test
  void left_afterStopping_isNowhere() {
    seed(1);
    announce(1, V4, 0, true, Event.STOPPED);
    announce(1, V6, 0, true, Event.STOPPED);

    assertThat(told(leech(2))).isEmpty();
    assertThat(swarms.nodeAt(SwarmKey.of(BIT), v4(1), 6_881)).isNull();
  }

  @Test
  void nodeAt_addressAndPortOfAPeer_isItsNode() {
    seed(1);
    announce(2, V6, 6_882, true, Event.NONE);

    assertThat(swarms.nodeAt(SwarmKey.of(BIT), v4(1), 6_881)).isEqualTo(node(1));
    assertThat(swarms.nodeAt(SwarmKey.of(BIT), V6, 6_882)).isEqualTo(node(2));
    assertThat(swarms.nodeAt(SwarmKey.of(BIT), v4(1), 6_882)).isNull();
    assertThat(swarms.nodeAt(SwarmKey.of(BIT), v4(2), 6_882)).isNull();
  }

  @Test
  void table_randomPutsAndRemoves_isLikeAMap() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SwarmTable table = new SwarmTable();
    Map<SwarmKey, long[]> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      // Few distinct tags, so that rows are pushed past each other.
      SwarmKey key = new SwarmKey(random.nextInt(500), random.nextInt(20), 0);
      if (random.nextInt(5) < (i < 25_000 ? 3 : 1)) {
        long[] block = PeerBlock.create(key, 0, 0, 0, 0);
        table.put(block);
        expected.put(key, block);
      } else {
        table.remove(key);
        expected.remove(key);
      }
      assertThat(table.find(key)).as("seed %d", seed).isSameAs(expected.get(key));
    }
    expected.forEach((key, block) -> assertThat(table.find(key)).isSameAs(block));
    List<long[]> all = new ArrayList<>();
    table.forEach(all::add);
    assertThat(all).as("seed %d", seed).hasSameSizeAs(expected.values());
  }
}
