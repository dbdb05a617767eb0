// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.PeerRate;
import io.fractus.torrents.wire.MessageIds;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to a peer. One thread reads it, any may write whole messages, and any may
 * close it; {@link #sweep} closes it when the peer is late.
 */
final class Link {
  private static final long NEVER = Long.MIN_VALUE;

  private final SocketChannel channel;
  private final PeerAddress peer;
  private final ReentrantLock writing = new ReentrantLock();
  private ByteBuffer in = ByteBuffer.allocate(Limits.LINK_BUFFER_BYTES).limit(0);
  private int payload;
  private boolean fast;
  private boolean rolling;
  private volatile @Nullable InfoHash bit;
  private volatile boolean peerComplete;
  private volatile long readBy = NEVER;
  private volatile long writeBy = NEVER;
  private volatile long lastWrite = System.nanoTime();
  private volatile long lastPayload = System.nanoTime();
  private volatile long downloaded;
  private volatile long uploaded;
  private volatile PeerRate rate;

  Link(SocketChannel channel, PeerAddress peer) throws IOException {
    this.channel = channel;
    this.peer = peer;
    this.rate = new PeerRate(peer, 0, 0, 0, 0, false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    expectWithin(Limits.HANDSHAKE_MAX);
  }

  PeerAddress peer() {
    return peer;
  }

  /** The bit that both have agreed on, or null before that. */
  @Nullable InfoHash bit() {
    return bit;
  }

  boolean carries(InfoHash other) {
    InfoHash mine = bit;
    return mine != null && mine.equals(other);
  }

  boolean isFast() {
    return fast;
  }

  /** Ends the handshake: from now on the peer may be silent, but not for too long. */
  void agreed(InfoHash agreedBit, boolean isFast) {
    fast = isFast;
    bit = agreedBit;
    rolling = true;
  }

  /** Whether the peer has said that it has every piece. */
  boolean isPeerComplete() {
    return peerComplete;
  }

  void peerIsComplete() {
    peerComplete = true;
  }

  /** Ends the connection if what comes next has not come within this time. */
  void expectWithin(Duration time) {
    readBy = after(time);
  }

  /** Takes a larger buffer from here on; returns the one that it replaces. */
  ByteBuffer swapBuffer(ByteBuffer larger) {
    ByteBuffer before = in;
    in = larger.clear().put(before).flip();
    return before.clear();
  }

  /** Takes a smaller buffer from here on; ends if what is in the larger one does not fit. */
  void dropTo(ByteBuffer smaller) {
    if (in.remaining() > smaller.capacity()) {
      close();
      in = smaller.limit(0);
    } else {
      swapBuffer(smaller);
    }
  }

  /** The id of the next message; blocks. Its payload must be taken to the last byte. */
  int next() throws IOException {
    int length = getInt();
    if (length < 0 || length > Limits.WIRE_MESSAGE_MAX) {
      throw new ProtocolException(
          "a message of " + Integer.toUnsignedString(length) + " bytes, more than are allowed");
    }
    if (length == 0) {
      payload = 0;
      return MessageIds.KEEP_ALIVE;
    }
    payload = length - 1;
    require(1);
    return in.get();
  }

  /** Whether {@link #next} and the whole message after it are here already. */
  boolean hasNext() {
    if (in.remaining() < Integer.BYTES) {
      return false;
    }
    int length = in.getInt(in.position());
    return length >= 0 && in.remaining() - Integer.BYTES >= length;
  }

  /** Bytes of the payload of the message just read. */
  int payload() {
    return payload;
  }

  void expectPayload(int length, String what) throws ProtocolException {
    if (payload != length) {
      throw new ProtocolException("a " + what + " with a payload of " + payload + " bytes");
    }
  }

  int getInt() throws IOException {
    require(Integer.BYTES);
    return in.getInt();
  }

  void get(byte[] target, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      require(1);
      int step = Math.min(left, in.remaining());
      in.get(target, at, step);
      at += step;
      left -= step;
    }
  }

  void skip(int length) throws IOException {
    int left = length;
    while (left > 0) {
      require(1);
      int step = Math.min(left, in.remaining());
      in.position(in.position() + step);
      left -= step;
    }
  }

  private void require(int bytes) throws IOException {
    if (in.remaining() >= bytes) {
      return;
    }
    in.compact();
    try {
      while (in.position() < bytes) {
        if (rolling) {
          expectWithin(Limits.LINK_IDLE_MAX);
        }
        if (channel.read(in) < 0) {
          throw new EOFException("the peer closed the connection");
        }
      }
    } finally {
      in.flip();
    }
  }

  /** Writes whole messages. */
  void write(ByteBuffer messages) throws IOException {
    writing.lock();
    try {
      while (messages.hasRemaining()) {
        writeBy = after(Limits.LINK_STALL_MAX);
        channel.write(messages);
      }
    } finally {
      wrote();
    }
  }

  /**
   * Writes a message whose end is in a file, without copying that.
   *
   * @throws FileFaultException if the file ends too early
   */
  void write(ByteBuffer head, FileChannel file, long position, int count) throws IOException {
    writing.lock();
    try {
      write(head);
      for (long at = position, end = position + count; at < end; ) {
        writeBy = after(Limits.LINK_STALL_MAX);
        long sent = file.transferTo(at, end - at, channel);
        if (sent <= 0) {
          throw new FileFaultException(new EOFException("the file ends before byte " + end));
        }
        at += sent;
      }
    } finally {
      wrote();
    }
  }

  private void wrote() {
    if (writing.getHoldCount() == 1) {
      writeBy = NEVER;
      lastWrite = System.nanoTime();
    }
    writing.unlock();
  }

  /** Counts bytes of pieces from the peer; on the reading thread only. */
  void downloaded(int bytes) {
    long sum = downloaded + bytes;
    downloaded = sum;
    lastPayload = System.nanoTime();
  }

  /** Counts bytes of pieces to the peer; on the reading thread only. */
  void uploaded(int bytes) {
    long sum = uploaded + bytes;
    uploaded = sum;
    lastPayload = System.nanoTime();
  }

  long lastPayload() {
    return lastPayload;
  }

  PeerRate rate() {
    PeerRate last = rate;
    return new PeerRate(
        peer, last.downloadRate(), last.uploadRate(), downloaded, uploaded, peerComplete);
  }

  /** Looks after the connection, once a second: takes its rates, keeps it alive or ends it. */
  void sweep() {
    PeerRate last = rate;
    rate =
        new PeerRate(
            peer,
            downloaded - last.downloaded(),
            uploaded - last.uploaded(),
            downloaded,
            uploaded,
            peerComplete);
    long now = System.nanoTime();
    if (isOver(readBy, now) || isOver(writeBy, now)) {
      close();
    } else if (bit != null && now - lastWrite > Limits.LINK_QUIET_MAX.toNanos()) {
      Thread.startVirtualThread(this::keepAlive);
    }
  }

  private void keepAlive() {
    try {
      if (!writing.isLocked()) {
        write(ByteBuffer.allocate(Integer.BYTES));
      }
    } catch (IOException _) {
      close();
    }
  }

  private static boolean isOver(long deadline, long now) {
    return deadline != NEVER && now - deadline > 0;
  }

  private static long after(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is lost with it: what was read has been verified.
    }
  }
}
