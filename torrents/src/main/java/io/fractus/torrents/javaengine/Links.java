// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.PeerRate;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of an engine, in a bounded number. Thread-safe. */
final class Links {
  private final Set<Link> all = ConcurrentHashMap.newKeySet();
  private final int most;

  Links(int most) {
    this.most = most;
  }

  /**
   * Makes a connection one of them.
   *
   * @throws IOException if there are too many and none is idle
   */
  Link add(SocketChannel channel, PeerAddress peer) throws IOException {
    if (all.size() >= most && !dropIdle()) {
      throw new IOException("all " + most + " connections are in use");
    }
    Link link = new Link(channel, peer);
    all.add(link);
    return link;
  }

  /** Gives the place of the one that was idle longest to another. */
  private boolean dropIdle() {
    long now = System.nanoTime();
    Link idle =
        all.stream().min(Comparator.comparingLong(link -> link.lastPayload() - now)).orElse(null);
    if (idle == null) {
      return true;
    }
    if (now - idle.lastPayload() < Limits.LINK_PLACE_MIN.toNanos()) {
      return false;
    }
    remove(idle);
    return true;
  }

  void remove(Link link) {
    all.remove(link);
    link.close();
  }

  void sweep() {
    all.forEach(Link::sweep);
  }

  /** Ends those of one bit. */
  void close(InfoHash bit) {
    for (Link link : all) {
      if (link.carries(bit)) {
        remove(link);
      }
    }
  }

  void closeAll() {
    all.forEach(this::remove);
  }

  /** How many each bit has that has any. */
  Map<InfoHash, Integer> counts() {
    Map<InfoHash, Integer> counts = new HashMap<>();
    for (Link link : all) {
      InfoHash bit = link.bit();
      if (bit != null) {
        counts.merge(bit, 1, Integer::sum);
      }
    }
    return counts;
  }

  List<PeerRate> rates(InfoHash bit) {
    return all.stream().filter(link -> link.carries(bit)).map(Link::rate).toList();
  }
}
