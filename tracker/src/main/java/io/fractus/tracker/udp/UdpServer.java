// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.udp;

import io.fractus.tracker.Limits;
import io.fractus.tracker.announce.RareLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives and answers UDP packets, a thread for each core. Thread-safe. */
public final class UdpServer implements AutoCloseable {
  /*
   * Each thread has a socket of its own on the same port: the kernel spreads the clients over them,
   * and the threads share nothing but the swarms. A thread never waits for the registry; packets
   * that need it go to a few threads with a short queue, and are dropped when that is full, for
   * their clients send them again.
   */

  private static final Logger log = LoggerFactory.getLogger(UdpServer.class);
  private static final RareLog failures = new RareLog(log);
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final UdpAnnounce announce;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final ThreadPoolExecutor readers =
      new ThreadPoolExecutor(
          Limits.PACKET_READERS,
          Limits.PACKET_READERS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(Limits.PACKETS_WAITING_MAX),
          Thread.ofPlatform().name("tracker-udp-reader-", 0).daemon().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private UdpServer(UdpAnnounce announce) {
    this.announce = announce;
  }

  /**
   * Listens on an address.
   *
   * @param threads how many sockets and threads; one where a port cannot be shared
   * @throws IOException if the port is in use
   */
  public static UdpServer open(InetSocketAddress address, int threads, UdpAnnounce announce)
      throws IOException {
    UdpServer server = new UdpServer(announce);
    try {
      for (int i = 0; i < threads; i++) {
        DatagramChannel channel = DatagramChannel.open();
        server.channels.add(channel);
        boolean canShare = channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        if (canShare && threads > 1) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        channel.bind(address);
        if (!canShare) {
          break;
        }
      }
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    for (DatagramChannel channel : server.channels) {
      Thread.ofPlatform().name("tracker-udp").daemon().start(() -> server.run(channel));
    }
    return server;
  }

  private void run(DatagramChannel channel) {
    ByteBuffer in = ByteBuffer.allocateDirect(Limits.PACKET_MAX);
    ByteBuffer out = ByteBuffer.allocateDirect(Limits.UDP_ANSWER_MAX);
    while (channel.isOpen()) {
      try {
        in.clear();
        SocketAddress from = channel.receive(in);
        in.flip();
        if (from instanceof InetSocketAddress sender) {
          answer(channel, in, sender, out, false);
        }
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        // Such as an ICMP message that a client has gone: it says nothing about the socket.
        log.debug("cannot receive or send a packet: {}", e.toString());
      } catch (RuntimeException e) {
        failures.error("cannot answer a packet", e);
      }
    }
  }

  private void answer(
      DatagramChannel channel,
      ByteBuffer in,
      InetSocketAddress sender,
      ByteBuffer out,
      boolean mayWait)
      throws IOException {
    byte[] address = sender.getAddress().getAddress();
    out.clear();
    switch (announce.answer(in, address, out, mayWait)) {
      case ANSWERED -> channel.send(out.flip(), sender);
      case MUST_WAIT -> answerLater(channel, in, sender);
      case DROPPED -> {
        // Whoever sent it is not told.
      }
    }
  }

  private void answerLater(DatagramChannel channel, ByteBuffer in, InetSocketAddress sender) {
    ByteBuffer packet = ByteBuffer.allocate(in.remaining()).put(in.duplicate()).flip();
    readers.execute(() -> {
      try {
        answer(channel, packet, sender, ByteBuffer.allocate(Limits.UDP_ANSWER_MAX), true);
      } catch (IOException e) {
        log.debug("cannot send a packet: {}", e.toString());
      } catch (RuntimeException e) {
        failures.error("cannot answer a packet", e);
      }
    });
  }

  @Override
  public void close() {
    readers.shutdownNow();
    for (DatagramChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        log.debug("cannot close a UDP socket: {}", e.toString());
      }
    }
  }
}
