// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The connections that a node opens to those who cannot connect to it: what goes over them is given
 * on to its own engine, which serves it as it serves all. Blocks; an interrupt ends it.
 * Thread-safe.
 */
public final class Call {
  /*
   *   reader (a gateway, the tracker) ◀── call ── node ── loopback ─▶ its engine
   *       begins BitTorrent ─────────────────────────────────────────▶ answers
   *
   *   fetching engine ◀── call ── node ── loopback ─▶ its engine
   *       answers    ◀── begins ──┴── begins ───────▶ answers
   *
   * Both engines of the second wait for a handshake, so the node begins towards both: it asks its
   * own for the bit, and says to the other what it answers, but for the reserved bits, which have
   * to be the same on both sides: none. What follows the two answers goes through unchanged.
   */
  private static final int RESERVED = 20;
  private static final int RESERVED_BYTES = 8;

  private final PeerAddress engine;

  /**
   * @param engine where the node's own engine listens
   */
  public Call(PeerAddress engine) {
    this.engine = engine;
  }

  /**
   * Connects to a reader that awaits it, and serves it until it goes.
   *
   * @param nonce which call it is
   * @return bytes that were served
   */
  public long serve(PeerAddress reader, String nonce) throws IOException {
    byte[] head = CallHead.of(nonce);
    try (Socket peer = connect(reader);
        Socket own = connect(engine)) {
      peer.getOutputStream().write(head);
      return splice(own, peer);
    }
  }

  /**
   * Connects to an engine that fetches a bit, and serves it until it goes.
   *
   * @return bytes that were served; few if it did not want any
   * @throws IOException if one of them cannot be reached, or has not the bit
   */
  public long offer(PeerAddress fetcher, InfoHash bit) throws IOException {
    try (Socket own = connect(engine);
        Socket peer = connect(fetcher)) {
      own.getOutputStream().write(PeerMessages.hello(bit));
      byte[] hello = answer(own, bit);
      Arrays.fill(hello, RESERVED, RESERVED + RESERVED_BYTES, (byte) 0);
      peer.getOutputStream().write(hello);
      answer(peer, bit);
      return splice(own, peer);
    }
  }

  private static Socket connect(PeerAddress to) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(to.toSocketAddress(), (int) Limits.CONNECT_MAX.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static byte[] answer(Socket from, InfoHash bit) throws IOException {
    from.setSoTimeout((int) Limits.HANDSHAKE_MAX.toMillis());
    byte[] hello = from.getInputStream().readNBytes(PeerMessages.HELLO_BYTES);
    if (hello.length < PeerMessages.HELLO_BYTES) {
      throw new EOFException("bit " + bit + " is not carried there, or not yet");
    }
    if (!PeerMessages.isHello(hello, bit)) {
      throw new ProtocolException("it answers with another handshake");
    }
    return hello;
  }

  /** Gives everything on in both directions until one of them ends; the bytes from the first. */
  private static long splice(Socket own, Socket peer) throws IOException {
    own.setSoTimeout((int) Limits.LINK_IDLE_MAX.toMillis());
    peer.setSoTimeout((int) Limits.LINK_IDLE_MAX.toMillis());
    AtomicLong served = new AtomicLong();
    Thread back = Thread.startVirtualThread(() -> pump(peer, own, new AtomicLong()));
    try {
      pump(own, peer, served);
      back.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return served.get();
  }

  private static void pump(Socket from, Socket to, AtomicLong sum) {
    byte[] buffer = new byte[Limits.CALL_BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        sum.addAndGet(count);
      }
    } catch (IOException _) {
      // One of them is gone, and with it the call.
    }
  }
}
