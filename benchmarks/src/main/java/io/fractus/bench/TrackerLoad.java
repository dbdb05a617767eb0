// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Announces to one tracker, some at a time, and counts its answers. Not thread-safe. */
final class TrackerLoad implements AutoCloseable {
  private static final long PROTOCOL_ID = 0x41727101980L;
  private static final int CONNECTIONS = 16;
  private static final int UDP_SOCKETS = 4;
  private static final int ANSWER_MS_MAX = 2_000;
  private static final int ANSWER_BYTES_MAX = 8 << 10;
  private static final int LATENCIES_MAX = 100_000;
  private static final int AT_ONCE_TO_FILL = 16;
  private static final int CONNECT_EVERY = 1 << 16;
  private static final int ATTEMPTS_MAX = 5;

  private final TrackerPeers peers;
  private final InetSocketAddress tracker;
  private final RandomGenerator random;
  private final List<DatagramChannel> udp = new ArrayList<>();
  private final long[] ids = new long[UDP_SOCKETS];
  private final List<SocketChannel> kept = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
  private long lost;

  /**
   * What came of it.
   *
   * @param answers that came
   * @param p99Nanos the 99th percentile of the time that one took
   */
  record Outcome(long answers, long p99Nanos) {}

  TrackerLoad(TrackerPeers peers, InetSocketAddress tracker, RandomGenerator random)
      throws IOException {
    this.peers = peers;
    this.tracker = tracker;
    this.random = random;
    for (int i = 0; i < UDP_SOCKETS; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.connect(tracker);
      udp.add(channel);
    }
  }

  /** Gets new connection ids: they are good for two minutes. */
  private void connectUdp() throws IOException {
    for (int i = 0; i < UDP_SOCKETS; i++) {
      buffer.clear().putLong(PROTOCOL_ID).putInt(0).putInt(i);
      udp.get(i).write(buffer.flip());
      receive(i);
      ids[i] = buffer.getLong(8);
    }
  }

  private void receive(int socket) throws IOException {
    DatagramChannel channel = udp.get(socket);
    channel.socket().setSoTimeout(ANSWER_MS_MAX);
    java.net.DatagramPacket packet = new java.net.DatagramPacket(buffer.array(), buffer.capacity());
    channel.socket().receive(packet);
    buffer.clear().limit(packet.getLength());
  }

  /** Each of these peers announces once that it has started; what is not answered, again. */
  void fillUdp(int fromPeer, int toPeer) throws IOException {
    for (int from = fromPeer; from < toPeer; from += AT_ONCE_TO_FILL) {
      if ((from - fromPeer) % CONNECT_EVERY == 0) {
        connectUdp();
      }
      int some = Math.min(AT_ONCE_TO_FILL, toPeer - from);
      long before = lost;
      for (int i = 0; i < ATTEMPTS_MAX && (i == 0 || lost > before); i++) {
        before = lost;
        announceUdp(from, some, true, null);
      }
    }
  }

  /** How many of these swarms have all their peers, as the tracker says to a node of each. */
  int wholeSwarms() throws IOException {
    int whole = 0;
    for (int from = 0; from < peers.swarms().size(); from += AT_ONCE_TO_FILL) {
      if (from % CONNECT_EVERY == 0) {
        connectUdp();
      }
      int some = Math.min(AT_ONCE_TO_FILL, peers.swarms().size() - from);
      for (int i = 0; i < some; i++) {
        buffer.clear();
        peers.writeUdp((from + i) * peers.perSwarm(), ids[0], i, false, buffer);
        udp.get(0).write(buffer.flip());
      }
      for (int i = 0; i < some; i++) {
        receive(0);
        whole += buffer.getInt(12) + buffer.getInt(16) == peers.perSwarm() ? 1 : 0;
      }
    }
    return whole;
  }

  /** Random peers announce, so many at a time, for so long. */
  Outcome udp(int atOnce, Duration time) throws IOException {
    connectUdp();
    long[] latencies = new long[LATENCIES_MAX];
    int[] count = {0};
    long answers = 0;
    long before = lost;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      announceUdp(
          -1,
          atOnce,
          false,
          nanos -> {
            if (count[0] < LATENCIES_MAX) {
              latencies[count[0]++] = nanos;
            }
          });
      answers += atOnce;
    }
    return new Outcome(answers - (lost - before), p99(latencies, count[0]));
  }

  @FunctionalInterface
  private interface Timing {
    void took(long nanos);
  }

  private void announceUdp(
      int from, int atOnce, boolean starts, @org.jspecify.annotations.Nullable Timing timing)
      throws IOException {
    int socket = random.nextInt(UDP_SOCKETS);
    long start = System.nanoTime();
    for (int i = 0; i < atOnce; i++) {
      int peer = from < 0 ? random.nextInt(peers.count()) : from + i;
      buffer.clear();
      peers.writeUdp(peer, ids[socket], i, starts, buffer);
      udp.get(socket).write(buffer.flip());
    }
    for (int i = 0; i < atOnce; i++) {
      try {
        receive(socket);
      } catch (SocketTimeoutException _) {
        lost += atOnce - i;
        return;
      }
      if (buffer.getInt(0) != 1) {
        throw new IOException("not the answer to an announce but action " + buffer.getInt(0));
      }
      if (timing != null) {
        timing.took(System.nanoTime() - start);
      }
    }
  }

  private static long p99(long[] latencies, int count) {
    Arrays.sort(latencies, 0, count);
    return count == 0 ? 0 : latencies[Math.min(count - 1, count * 99 / 100)];
  }

  /** Random peers announce over connections that are kept, one answer after the other. */
  Outcome httpKeptAlive(Duration time) throws IOException {
    return http(time, true);
  }

  /** Random peers announce, each over a connection of its own. */
  Outcome http(Duration time) throws IOException {
    return http(time, false);
  }

  private Outcome http(Duration time, boolean keep) throws IOException {
    long[] latencies = new long[LATENCIES_MAX];
    int count = 0;
    long answers = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      while (kept.size() < CONNECTIONS) {
        kept.add(SocketChannel.open(tracker));
      }
      long start = System.nanoTime();
      for (SocketChannel connection : kept) {
        ByteBuffer request = ByteBuffer.wrap(peers.http(random.nextInt(peers.count()), keep));
        while (request.hasRemaining()) {
          connection.write(request);
        }
      }
      for (SocketChannel connection : kept) {
        readAnswer(connection);
        if (count < LATENCIES_MAX) {
          latencies[count++] = System.nanoTime() - start;
        }
        answers++;
      }
      if (!keep) {
        closeKept();
      }
    }
    closeKept();
    return new Outcome(answers, p99(latencies, count));
  }

  private void closeKept() throws IOException {
    for (SocketChannel connection : kept) {
      connection.close();
    }
    kept.clear();
  }

  /** Reads one answer by its length. */
  private void readAnswer(SocketChannel connection) throws IOException {
    buffer.clear();
    int length = -1;
    while (length < 0 || buffer.position() < length) {
      if (connection.read(buffer) < 0) {
        throw new EOFException("the tracker closed the connection");
      }
      if (length < 0) {
        length = answerLength();
      }
    }
  }

  /** Bytes of the whole answer, or -1 if its head is not there yet. */
  private int answerLength() throws IOException {
    String text =
        new String(
            buffer.array(), 0, buffer.position(), java.nio.charset.StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return -1;
    }
    int at = text.indexOf("Content-Length: ");
    if (at < 0 || text.contains("failure reason")) {
      throw new IOException("not the answer to an announce: " + text);
    }
    int from = at + "Content-Length: ".length();
    return head + 4 + Integer.parseInt(text.substring(from, text.indexOf('\r', from)));
  }

  /** Whether the tracker answers more than once on a connection. */
  boolean keepsAlive() throws IOException {
    try (SocketChannel connection = SocketChannel.open(tracker)) {
      for (int i = 0; i < 2; i++) {
        connection.write(ByteBuffer.wrap(peers.http(i, true)));
        readAnswer(connection);
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Packets without an answer. */
  long lost() {
    return lost;
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel channel : udp) {
      channel.close();
    }
    closeKept();
  }
}
