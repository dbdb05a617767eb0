// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.registry.NodeRecord;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sites of nodes, of which those behind one public address are one: two copies there may be one
 * file, and are lost by one failure. Pure but for what it is given; thread-safe.
 */
public final class Domains {
  /*
   * Who serves at the address of a node of another site counts as on the site of the one of them
   * that joined first. Only those behind the address change their site: a few nodes that name the
   * sites of others cannot make one of them all, and so refuse all stripes.
   *
   * Private addresses tell nothing: each net has its own, a test has all of its nodes on loopback,
   * and who runs the net names its sites. Of IPv6 the first 64 bits are the net of a house. Where
   * an address is that of a campus, an operator says that its sites count as they are named.
   */

  private static final int NET_BYTES = 8;

  private final Set<String> separate;

  /** Of the nodes that do not count as on the site that they name. Few. */
  private volatile Map<Long, Shared> shared = Map.of();

  /**
   * What a node counts as.
   *
   * @param site on which site
   * @param address why: at which address it serves
   * @param with the name of the node that was there first
   */
  record Shared(String site, String address, String with) {}

  /**
   * @param separate public addresses behind which sites count as they are named
   */
  public Domains(Collection<String> separate) {
    this.separate = Set.copyOf(separate.stream().map(Domains::normal).toList());
  }

  /** Where it is, as far as copies of one bit are concerned. */
  public String site(long node, String named) {
    Shared one = shared.get(node);
    return one == null ? named : one.site();
  }

  /**
   * Looks at all nodes that may be there.
   *
   * @return those of which it was not known before, and why
   */
  Map<NodeRecord, Shared> look(Collection<NodeRecord> nodes) {
    Map<String, List<NodeRecord>> byNet = new HashMap<>();
    for (NodeRecord node : nodes) {
      net(node.peer().host())
          .ifPresent(net -> byNet.computeIfAbsent(net, _ -> new ArrayList<>()).add(node));
    }
    Map<Long, Shared> found = new HashMap<>();
    Map<NodeRecord, Shared> isNew = new HashMap<>();
    byNet.forEach((_, together) -> {
      NodeRecord first =
          together.stream()
              .min(Comparator.comparing(NodeRecord::joined).thenComparingLong(NodeRecord::key))
              .orElseThrow();
      for (NodeRecord node : together) {
        if (!node.site().equals(first.site())) {
          Shared one = new Shared(first.site(), node.peer().host(), first.name());
          found.put(node.key(), one);
          if (!one.equals(shared.get(node.key()))) {
            isNew.put(node, one);
          }
        }
      }
    });
    shared = Map.copyOf(found);
    return isNew;
  }

  /** The net of a host that only one place has; none if it may be anywhere. */
  private Optional<String> net(String host) {
    String name = normal(host);
    if (separate.contains(name) || name.equals("localhost")) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(name);
      if (isPrivate(address)) {
        return Optional.empty();
      }
      byte[] bytes = address.getAddress();
      return Optional.of(
          address instanceof Inet6Address
              ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NET_BYTES))
              : name);
    } catch (IllegalArgumentException _) {
      return Optional.of(name);
    }
  }

  private static String normal(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT);
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isCarriers = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
    boolean isLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isCarriers
        || isLocal;
  }
}
