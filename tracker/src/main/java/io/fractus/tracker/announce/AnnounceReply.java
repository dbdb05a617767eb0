// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.tracker.Limits;
import io.fractus.tracker.swarm.Peer;
import io.fractus.tracker.swarm.Swarms;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Replies to announces as bencode. Stateless. */
final class AnnounceReply {
  private AnnounceReply() {}

  static BDictionary failure(String reason) {
    return BValue.dictionary().put("failure reason", reason).build();
  }

  /** Always with peers, for some clients take a reply without them for a failure. */
  static BDictionary peers(
      List<Peer> peers, Swarms.Counts counts, long intervalSeconds, boolean compact) {
    BValue.Builder reply =
        BValue.dictionary()
            .put("interval", intervalSeconds)
            .put("min interval", Limits.ANNOUNCE_INTERVAL_MIN.toSeconds())
            .put("complete", counts.complete())
            .put("incomplete", counts.incomplete());
    if (!compact) {
      return reply.put("peers", BValue.list(dictionaries(peers))).build();
    }
    ByteArrayOutputStream v4 = new ByteArrayOutputStream();
    ByteArrayOutputStream v6 = new ByteArrayOutputStream();
    for (Peer peer : peers) {
      if (peer.v4() != null) {
        pack(peer.v4(), peer.port(), v4);
      }
      if (peer.v6() != null) {
        pack(peer.v6(), peer.port(), v6);
      }
    }
    reply.put("peers", v4.toByteArray());
    if (v6.size() > 0) {
      reply.put("peers6", v6.toByteArray());
    }
    return reply.build();
  }

  private static void pack(InetAddress address, int port, ByteArrayOutputStream out) {
    out.writeBytes(address.getAddress());
    out.write(port >> 8);
    out.write(port);
  }

  private static List<BValue> dictionaries(List<Peer> peers) {
    List<BValue> list = new ArrayList<>();
    for (Peer peer : peers) {
      if (peer.v4() != null) {
        list.add(dictionary(peer, peer.v4()));
      }
      if (peer.v6() != null) {
        list.add(dictionary(peer, peer.v6()));
      }
    }
    return list;
  }

  private static BValue dictionary(Peer peer, InetAddress address) {
    return BValue.dictionary()
        .put("ip", address.getHostAddress())
        .put("peer id", peer.peerId())
        .put("port", peer.port())
        .build();
  }
}
