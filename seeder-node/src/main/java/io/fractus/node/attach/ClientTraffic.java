// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.Traffic;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a client sent and received for the cloud since the agent started: the sum of what its
 * counters grew by, for they begin anew whenever a torrent is added again. Thread-safe.
 */
final class ClientTraffic {
  private final Map<InfoHash, Traffic> last = new HashMap<>();
  private long sent;
  private long received;

  synchronized void add(ClientTorrent torrent) {
    Traffic now = new Traffic(torrent.sentBytes(), torrent.receivedBytes());
    Traffic before = last.put(torrent.bit(), now);
    if (before != null) {
      sent += grown(before.sent(), now.sent());
      received += grown(before.received(), now.received());
    }
  }

  private static long grown(long before, long now) {
    return now >= before ? now - before : now;
  }

  /** Forgets the counters of torrents that are gone. */
  synchronized void forgetAllBut(Set<InfoHash> bits) {
    last.keySet().retainAll(bits);
  }

  synchronized Traffic total() {
    return new Traffic(sent, received);
  }
}
