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
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a real engine that was too slow to be asked, of which nobody has said so. */
class ExplorerTest {
  private static final Layout LAYOUT = Layout.parse("raid6:4+2");
  private static final String NODE = "slow";

  /** A hundredth of what a disk gives: a piece takes a third of a second and more. */
  private static final int SLOW = 200_000;

  @TempDir Path seeds;
  private final Random random = new Random(21);
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private Duration ahead = Duration.ZERO;
  private Hedging hedging;
  private JavaEngine engine;
  private ScriptedTracker tracker;
  private Contacts contacts;
  private Explorer explorer;
  private StoredStripe stripe;
  private Map<InfoHash, List<Copy>> copies;

  @BeforeEach
  void open() throws IOException {
    engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
    hedging = new Hedging(() -> Instant.now().plus(ahead));
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    explorer = new Explorer(contacts, hedging, reports::add);
    byte[] plain = new byte[1_000_000];
    random.nextBytes(plain);
    stripe =
        TestStripes.write(
                LAYOUT, seeds, DataKey.random(random), TestStripes.objectId(), plain, random)
            .getFirst();
    StoredBit bit = stripe.bits().getFirst();
    engine.seed(bit.metainfo(), seeds, null);
    PeerAddress peer = new PeerAddress("127.0.0.1", engine.port());
    copies =
        Map.of(
            bit.infoHash(), List.of(new Copy(NODE, NODE, "site", peer, CopyState.COMPLETE, true)));
    // What is typical, and that it was overtaken before anybody was to be blamed for it.
    int piece = bit.metainfo().pieceLength(0);
    hedging.speeds().took("others", piece, true, Duration.ofMillis(5).toNanos());
    hedging.speeds().judge(NODE, piece, true, Duration.ofMinutes(1).toNanos());
  }

  @AfterEach
  void close() {
    explorer.close();
    contacts.close();
    tracker.close();
    engine.close();
  }

  /** What the next look says of the node. Time is not moved while it is under way. */
  private Report look() throws InterruptedException {
    ahead = ahead.plus(ReadLimits.EXPLORE_AGE);
    for (int window = 0; window < ReadLimits.EXPLORE_EVERY; window++) {
      explorer.read(stripe, copies, new Window(0, 0, 0, 1));
    }
    return Objects.requireNonNull(
        reports.poll(2 * ReadLimits.EXPLORE_MAX.toSeconds(), TimeUnit.SECONDS), "no report");
  }

  @Test
  void read_ofANodeThatIsStillSlow_reportsWhatALookMeasured() throws Exception {
    engine.limitRates(SLOW, 0);

    Report report = look();

    assertThat(report.nodeId()).isEqualTo(NODE);
    assertThat(report.kind()).isEqualTo(Kind.SLOW);
    assertThat(report.bytes()).isEqualTo(stripe.bits().getFirst().metainfo().pieceLength(0));
    assertThat(report.detail()).contains("in a look in the background");
    assertThat(report.others()).isEqualTo(new Pace(1, report.bytes(), 5));
    assertThat(hedging.speeds().isSlow(NODE)).isTrue();
  }

  @Test
  void read_ofANodeThatIsFastAgain_reportsThat() throws Exception {
    // A busy machine may make a look slow that should not be: then there is another.
    Report report = look();
    for (int i = 0; i < 10 && report.kind() == Kind.SLOW; i++) {
      report = look();
    }

    assertThat(report.kind()).isEqualTo(Kind.SERVED);
    assertThat(report.nodeId()).isEqualTo(NODE);
    assertThat(report.bytes()).isEqualTo(stripe.bits().getFirst().metainfo().pieceLength(0));
  }
}
