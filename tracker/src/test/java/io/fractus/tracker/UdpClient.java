// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets as BEP 15 and 41 have them. Not thread-safe. */
final class UdpClient implements AutoCloseable {
  private static final int ANSWER_MS_MAX = 2_000;
  private static final int ATTEMPTS_MAX = 10;
  private static final int NO_ANSWER_MS = 300;
  private static final int PACKET_MAX = 2_048;

  private final DatagramSocket socket = new DatagramSocket();

  UdpClient(String host, int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port));
  }

  /** Sends until an answer comes: packets may be lost. */
  ByteBuffer ask(byte[] packet) throws IOException {
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      ByteBuffer answer = tell(packet, ANSWER_MS_MAX);
      if (answer != null) {
        return answer;
      }
    }
    throw new AssertionError("no answer to a packet of " + packet.length + " bytes");
  }

  /** Whether nothing comes in answer to a packet. */
  boolean isIgnored(byte[] packet) throws IOException {
    return tell(packet, NO_ANSWER_MS) == null;
  }

  void send(byte[] packet) throws IOException {
    socket.send(new DatagramPacket(packet, packet.length));
  }

  private @Nullable ByteBuffer tell(byte[] packet, int millis) throws IOException {
    send(packet);
    socket.setSoTimeout(millis);
    DatagramPacket answer = new DatagramPacket(new byte[PACKET_MAX], PACKET_MAX);
    try {
      socket.receive(answer);
    } catch (SocketTimeoutException _) {
      return null;
    }
    return ByteBuffer.wrap(Arrays.copyOf(answer.getData(), answer.getLength()));
  }

  long connect() throws IOException {
    ByteBuffer answer =
        ask(ByteBuffer.allocate(16).putLong(0x41727101980L).putInt(0).putInt(7).array());
    if (answer.getInt() != 0 || answer.getInt() != 7) {
      throw new AssertionError("not the answer to a connect");
    }
    return answer.getLong();
  }

  static byte[] announce(long id, InfoHash bit, long left, int port, @Nullable String url) {
    byte[] text = url == null ? new byte[0] : url.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer packet = ByteBuffer.allocate(98 + (url == null ? 0 : text.length + 8));
    packet.putLong(id).putInt(1).putInt(8).put(bit.bytes());
    packet.put("-TR4000-abcdefghijkl".getBytes(StandardCharsets.US_ASCII));
    packet.putLong(0).putLong(left).putLong(0).putInt(2);
    packet.putInt(0x0a090807).putInt(1).putInt(-1).putShort((short) port);
    if (url != null) {
      // In two parts and between bytes that mean nothing, as the BEP allows.
      int half = text.length / 2;
      packet.put((byte) 1).put((byte) 2).put((byte) half).put(text, 0, half).put((byte) 1);
      packet.put((byte) 2).put((byte) (text.length - half)).put(text, half, text.length - half);
      packet.put((byte) 0);
    }
    return Arrays.copyOf(packet.array(), packet.position());
  }

  static byte[] scrape(long id, InfoHash... bits) {
    ByteBuffer packet = ByteBuffer.allocate(16 + 20 * bits.length);
    packet.putLong(id).putInt(2).putInt(9);
    for (InfoHash bit : bits) {
      packet.put(bit.bytes());
    }
    return packet.array();
  }

  /** The text of an error. */
  static String error(ByteBuffer answer) {
    if (answer.getInt(0) != 3) {
      throw new AssertionError("no error but action " + answer.getInt(0));
    }
    return StandardCharsets.UTF_8.decode(answer.position(8)).toString();
  }

  @Override
  public void close() {
    socket.close();
  }
}
