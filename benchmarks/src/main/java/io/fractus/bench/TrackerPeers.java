// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.InfoHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The peers of a benchmark: so many in each swarm, dealt to the nodes in turn. Immutable.
 *
 * @param swarms the infohashes
 * @param passkeys of the nodes
 * @param perSwarm peers of a swarm, at most as many as there are nodes
 */
public record TrackerPeers(List<InfoHash> swarms, List<String> passkeys, int perSwarm) {
  private static final int ANNOUNCE = 1;
  private static final int STARTED = 2;
  private static final int PORTS = 60_000;
  private static final int PORT_FIRST = 2_000;
  private static final byte[] PEER_ID = "-FRBENC-abcdefghijkl".getBytes(StandardCharsets.US_ASCII);

  public TrackerPeers {
    swarms = List.copyOf(swarms);
    passkeys = List.copyOf(passkeys);
    if (perSwarm < 1 || perSwarm > passkeys.size()) {
      throw new IllegalArgumentException("perSwarm must be 1.." + passkeys.size());
    }
  }

  /** All peers of all swarms. */
  public int count() {
    return swarms.size() * perSwarm;
  }

  /** The node that is this peer, by its place among the passkeys. */
  public int node(int peer) {
    return peer % passkeys.size();
  }

  private InfoHash swarm(int peer) {
    return swarms.get(peer / perSwarm);
  }

  /** To a tracker that tells peers apart by their address, each node has a port of its own. */
  private int port(int peer) {
    return PORT_FIRST + node(peer) % PORTS;
  }

  /** Every other peer has yet to fetch the bit, and is told of others. */
  private static long left(int peer) {
    return peer % 2;
  }

  /** Writes an announce over UDP, with the passkey as in BEP 41. */
  void writeUdp(int peer, long connectionId, int transaction, boolean starts, ByteBuffer out) {
    byte[] url =
        ("/announce?passkey=" + passkeys.get(node(peer))).getBytes(StandardCharsets.US_ASCII);
    out.putLong(connectionId).putInt(ANNOUNCE).putInt(transaction);
    out.put(swarm(peer).bytes()).put(PEER_ID);
    out.putLong(0).putLong(left(peer)).putLong(0).putInt(starts ? STARTED : 0);
    out.putInt(0).putInt(1).putInt(-1).putShort((short) port(peer));
    out.put((byte) 2).put((byte) url.length).put(url);
  }

  /** An announce over HTTP. */
  byte[] http(int peer, boolean keepAlive) {
    String request =
        "GET /announce?passkey="
            + passkeys.get(node(peer))
            + "&info_hash="
            + HexFormat.of().withPrefix("%").formatHex(swarm(peer).bytes())
            + "&peer_id=-FRBENC-abcdefghijkl&port="
            + port(peer)
            + "&uploaded=0&downloaded=0&left="
            + left(peer)
            + "&compact=1&numwant=50 HTTP/1.1\r\nHost: tracker\r\nUser-Agent: bench\r\nConnection: "
            + (keepAlive ? "keep-alive" : "close")
            + "\r\n\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }
}
