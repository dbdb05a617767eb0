// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.history.ProbeVerdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WireProberTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Prober PATIENT = new WireProber(WireTimeouts.DEFAULT);
  private static final Prober HASTY = new WireProber(new WireTimeouts(SHORT, SHORT, SHORT));

  @TempDir private Path directory;
  private final TestBit bit = TestBit.random(1, 1 << 20, "test-cloud");

  private ProbeReport report(Prober prober, LyingPeer peer) {
    return prober.probe(peer.address(), Question.of(bit.metainfo(), 3));
  }

  private ProbeVerdict verdict(Prober prober, LyingPeer peer) {
    return report(prober, peer).verdict();
  }

  @Test
  void probe_ofARealClient_getsThePieceAndItsTime() throws Exception {
    bit.writeTo(directory);
    try (LibtorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      engine.seed(bit.metainfo(), directory, null);

      ProbeReport report =
          PATIENT.probe(
              new PeerAddress("127.0.0.1", engine.port()), Question.of(bit.metainfo(), 15));

      assertThat(report.verdict()).isEqualTo(ProbeVerdict.SERVED);
      assertThat(report.bytes()).isEqualTo(64 << 10);
      assertThat(report.detail()).contains(bit.metainfo().infoHash().toString());
    }
  }

  @Test
  void probe_ofARealClientWithARottenFile_isCorruptOrMissing() throws Exception {
    bit.writeTo(directory);
    Files.write(directory.resolve(bit.metainfo().name()), new byte[1 << 20]);
    try (LibtorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      engine.seed(bit.metainfo(), directory, null);

      ProbeReport report =
          PATIENT.probe(
              new PeerAddress("127.0.0.1", engine.port()), Question.of(bit.metainfo(), 15));

      // In seed mode the engine may hash a piece when it is first asked for, and then refuse it.
      assertThat(report.verdict()).isIn(ProbeVerdict.CORRUPT, ProbeVerdict.MISSING);
    }
  }

  @Test
  void probe_ofARealClientWithoutTheBit_isMissing() {
    try (LibtorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      PeerAddress peer = new PeerAddress("127.0.0.1", engine.port());

      assertThat(PATIENT.probe(peer, Question.of(bit.metainfo(), 0)).verdict())
          .isEqualTo(ProbeVerdict.MISSING);
      assertThat(PATIENT.probe(peer, null).verdict()).isEqualTo(ProbeVerdict.SERVED);
    }
  }

  @Test
  void probe_wrongBytes_isCorrupt() throws Exception {
    try (LyingPeer peer = LyingPeer.sendingZeros(bit.metainfo())) {
      assertThat(verdict(PATIENT, peer)).isEqualTo(ProbeVerdict.CORRUPT);
    }
  }

  @Test
  void probe_silentPeer_leavesTheQuestionOpen() throws Exception {
    try (LyingPeer peer = LyingPeer.hanging()) {
      assertThat(verdict(HASTY, peer)).isEqualTo(ProbeVerdict.STALLED);
      assertThat(report(HASTY, peer).millis()).as("it said nothing").isZero();
    }
  }

  @Test
  void probe_whoSaysThatItServesAndDoesNot_wasSilentForAsLongAsAnybodyWaits() throws Exception {
    try (LyingPeer peer = LyingPeer.withholding(bit.metainfo())) {
      assertThat(verdict(HASTY, peer)).isEqualTo(ProbeVerdict.STALLED);
      assertThat(report(HASTY, peer).millis()).isEqualTo(SHORT.toMillis());
    }
  }

  @Test
  void probe_closingPeer_isMissing() throws Exception {
    try (LyingPeer peer = LyingPeer.closing()) {
      assertThat(verdict(PATIENT, peer)).isEqualTo(ProbeVerdict.MISSING);
    }
  }

  @Test
  void probe_whoIsKilledMeanwhile_isUnreachable() throws Exception {
    try (LyingPeer peer = LyingPeer.dying()) {
      assertThat(verdict(PATIENT, peer)).isEqualTo(ProbeVerdict.UNREACHABLE);
    }
  }

  @Test
  void probe_whoIsNoClient_isUnreachable() throws Exception {
    try (LyingPeer peer = LyingPeer.webServer()) {
      assertThat(verdict(PATIENT, peer)).isEqualTo(ProbeVerdict.UNREACHABLE);
    }
  }

  @Test
  void probe_nobodyListens_isUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PeerAddress peer = new PeerAddress("127.0.0.1", port);

    assertThat(PATIENT.probe(peer, Question.of(bit.metainfo(), 0)).verdict())
        .isEqualTo(ProbeVerdict.UNREACHABLE);
    assertThat(PATIENT.probe(peer, null).verdict()).isEqualTo(ProbeVerdict.UNREACHABLE);
  }
}
