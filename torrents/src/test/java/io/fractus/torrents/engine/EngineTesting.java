// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Steps that the tests of engines share. */
public abstract class EngineTesting {

  public static List<PeerAddress> peer(int port) {
    return List.of(new PeerAddress("127.0.0.1", port));
  }

  /** A port on which nobody listens: it was free a moment ago. */
  public static int deadPort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static void finish(Fetch fetch) throws Exception {
    fetch.done().get(180, TimeUnit.SECONDS);
  }

  public static Kind failure(Fetch fetch) {
    try {
      finish(fetch);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException cause) {
        return cause.kind();
      }
      throw new AssertionError("not an EngineException", e);
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
    throw new AssertionError("the fetch succeeded");
  }

  /**
   * The bytes that an engine has sent, once they are so many or it has had the time to count them:
   * a peer may have the last block before.
   */
  public static long sent(TorrentEngine engine, long bytes) throws InterruptedException {
    for (int i = 0; i < 1_000 && engine.traffic().sent() < bytes; i++) {
      Thread.sleep(10);
    }
    return engine.traffic().sent();
  }

  public static TorrentStatus status(TorrentEngine engine, TestBit bit) {
    return engine.list().stream()
        .filter(status -> status.bit().equals(bit.infoHash()))
        .findFirst()
        .orElseThrow();
  }

  public static void is(EngineException e, Kind kind) {
    assertThat(e.kind()).isEqualTo(kind);
  }
}
