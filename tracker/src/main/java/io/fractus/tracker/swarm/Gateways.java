// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

import io.fractus.torrents.PeerAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The few gateways of a cloud by number, so that a swarm names its own in two bytes. */
final class Gateways {
  /** The number of no gateway. */
  static final int NONE = 0;

  /** Gateways that are remembered; bits of the next ones have none. */
  private static final int MAX = 4_096;

  private final Map<PeerAddress, Integer> numbers = new ConcurrentHashMap<>();
  private final List<Gateway> gateways = new CopyOnWriteArrayList<>();

  synchronized int number(PeerAddress peer) {
    Integer known = numbers.get(peer);
    if (known != null) {
      return known;
    }
    if (gateways.size() >= MAX) {
      return NONE;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(peer.host());
      if (address.isAnyLocalAddress()) {
        return NONE;
      }
      gateways.add(new Gateway(address, peer.port()));
    } catch (IllegalArgumentException _) {
      return NONE;
    }
    numbers.put(peer, gateways.size());
    return gateways.size();
  }

  @Nullable Gateway get(int number) {
    return number == NONE ? null : gateways.get(number - 1);
  }
}
