// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.wire.RawPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of connections that are gone, in a node that seeds for months. */
final class ManyConnectionsTest extends EngineTesting {
  private static final int CONNECTIONS = 400;
  private static final int AT_ONCE = 40;

  /** What handles the bytes of a connection, and who hears and speaks for it. */
  private static final List<String> KEPT =
      List.of(
          "bt.net.pipeline.SocketChannelHandler",
          "bt.net.pipeline.InboundMessageProcessor",
          "bt.torrent.messaging.RoutingPeerWorker",
          "io.fractus.torrents.bt.Dispatcher$Ends");

  @Test
  void seed_afterManyConnections_keepsNoHandlersOfThem(@TempDir Path directory) throws Exception {
    TestBit bit = TestBit.random(1, 1 << 20);
    bit.writeTo(directory);
    try (BtEngine engine = BtEngine.start(EngineConfig.listening("127.0.0.1", 0));
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      engine.seed(bit.metainfo(), directory, null);
      List<Future<Void>> made = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        made.add(clients.submit(connection(engine.port(), bit)));
      }
      for (Future<Void> each : made) {
        each.get();
      }
      for (int i = 0; i < 1_000 && !engine.peers(bit.infoHash()).isEmpty(); i++) {
        Thread.sleep(100);
      }

      String heap = heap();
      for (String kept : KEPT) {
        assertThat(instances(heap, kept)).as(kept).isLessThan(CONNECTIONS / 10);
      }
    }
  }

  private static Callable<Void> connection(int port, TestBit bit) {
    return () -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(RawPeer.handshake(bit));
        // Its handshake and, so that it is known to have been taken, what it has.
        int answer = RawPeer.HANDSHAKE + 5;
        assertThat(socket.getInputStream().readNBytes(answer)).hasSize(answer);
        return null;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    };
  }

  /** A table of all that is reachable, by class. */
  private static String heap() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {null},
                new String[] {String[].class.getName()});
  }

  private static long instances(String heap, String type) {
    Matcher line =
        Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(type) + " ").matcher(heap);
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
