// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.Call;
import io.fractus.protocol.channel.TrackerMessage.Reach;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.wire.CallListener;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import io.javalin.websocket.WsContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to connect out, over real sockets. */
final class CallsTest {
  private static final PeerAddress NOWHERE = new PeerAddress("192.0.2.1", 1);

  @TempDir Path directory;
  private ScriptedTracker tracker;
  private TorrentEngine gateway;
  private SeederNode node;
  private WsContext session;
  private TestBits bit;

  @BeforeEach
  void open() throws Exception {
    tracker = new ScriptedTracker(TestBits.CLOUD);
    gateway = Engines.start();
    node =
        SeederNode.start(
            new NodeConfig(
                directory.resolve("node"),
                tracker.uri(),
                Optional.of(ScriptedTracker.JOIN_TOKEN),
                "n1",
                "site",
                "region",
                "lab",
                20_000_000,
                "0.0.0.0",
                0,
                Optional.empty(),
                0),
            config -> Engines.start());
    session = Waiting.next(tracker.sessions);
    bit = TestBits.random(new Random(7), 300_000);
    Engines.seed(gateway, bit, directory.resolve("staging"));
    ScriptedTracker.say(session, new Assign(bit.metainfo(), List.of(Engines.address(gateway))));
    tracker.nextSaid(Completed.class);
  }

  @AfterEach
  void close() {
    node.close();
    gateway.close();
    tracker.close();
  }

  @Test
  void call_ofAReader_isServed() throws Exception {
    try (CallListener listener = CallListener.open("127.0.0.1", 0);
        PeerReader reader =
            listener.read(
                NOWHERE,
                bit.metainfo(),
                nonce -> {
                  PeerAddress to = new PeerAddress("127.0.0.1", listener.port());
                  ScriptedTracker.say(session, new Call(to, nonce, null));
                  return true;
                },
                WireTimeouts.DEFAULT)) {
      byte[] read = new byte[bit.bytes().length];
      reader.readPieces(0, bit.metainfo().pieceCount(), read, 0);
      assertThat(read).isEqualTo(bit.bytes());
    }
  }

  @Test
  void call_ofANodeThatWillFetch_isTriedUntilItDoes() throws Exception {
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (TorrentEngine leecher = Engines.start()) {
      // Told before the other one has begun: it is refused, and tries again.
      Call call = new Call(Engines.address(leecher), "", bit.metainfo().infoHash());
      ScriptedTracker.say(session, call);
      ScriptedTracker.say(session, call);
      try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        PeerAddress nobody = new PeerAddress("127.0.0.1", silent.getLocalPort());
        Fetch fetch =
            leecher.fetch(
                new FetchRequest(
                    bit.metainfo(), fetched, List.of(nobody), Duration.ofMinutes(2), null),
                _ -> {});
        fetch.done().get(120, TimeUnit.SECONDS);
      }
    }
    assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
  }

  @Test
  void reach_isShownInTheStatus() throws Exception {
    assertThat(node.status().reach()).isEmpty();

    ScriptedTracker.say(session, new Reach(false, "nobody answers there"));

    Waiting.until(
        "shown", () -> node.status().reach().equals("no inbound port: serves by connecting out"));
  }
}
