// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

import static io.fractus.torrents.wire.PeerException.Kind.BUSY;
import static io.fractus.torrents.wire.PeerException.Kind.CLOSED;
import static io.fractus.torrents.wire.PeerException.Kind.NOT_SERVED;
import static io.fractus.torrents.wire.PeerException.Kind.TIMEOUT;
import static io.fractus.torrents.wire.PeerException.Kind.UNREACHABLE;

import io.fractus.torrents.PeerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bytes to and from one peer: a socket, an input buffer and a deadline. What goes wrong becomes
 * a {@link PeerException}. Not thread-safe but for {@link #close}.
 */
final class PeerConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final PeerAddress peer;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = {};
  private int position;
  private int limit;
  private long deadline;
  private boolean answered;
  private boolean unchoked;
  private volatile long received;
  private volatile boolean closed;

  private PeerConnection(PeerAddress peer, Socket socket) throws IOException {
    this.peer = peer;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Over a connection that the peer has opened. */
  static PeerConnection over(PeerAddress peer, Socket socket) throws PeerException {
    try {
      socket.setTcpNoDelay(true);
      return new PeerConnection(peer, socket);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new PeerException(UNREACHABLE, peer, "its call is gone: " + e.getMessage(), e);
    }
  }

  static PeerConnection open(PeerAddress peer, Duration timeout) throws PeerException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(peer.toSocketAddress(), (int) timeout.toMillis());
      return new PeerConnection(peer, socket);
    } catch (SocketTimeoutException e) {
      closeQuietly(socket);
      throw new PeerException(UNREACHABLE, peer, "no TCP connection within " + timeout, e);
    } catch (IOException e) {
      closeQuietly(socket);
      throw isInterrupted()
          ? new PeerException(CLOSED, peer, "interrupted while connecting", e)
          : new PeerException(UNREACHABLE, peer, "no TCP connection: " + e.getMessage(), e);
    }
  }

  /** Counts a new silence from now. */
  void expectWithin(Duration timeout) {
    deadline = System.nanoTime() + timeout.toNanos();
  }

  /** From here on an end of the connection does not mean that the peer has not the bit. */
  void answered() {
    answered = true;
  }

  /** From here on a reset means that the peer went away, not that it refused us. */
  void serving() {
    unchoked = true;
  }

  void write(byte[] bytes, int length) throws PeerException {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  int readByte() throws PeerException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 0xff;
  }

  int readInt() throws PeerException {
    return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
  }

  void readFully(byte[] target, int offset, int length) throws PeerException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (position == limit) {
        fill();
      }
      int step = Math.min(left, limit - position);
      System.arraycopy(buffer, position, target, at, step);
      position += step;
      at += step;
      left -= step;
    }
  }

  void skip(int length) throws PeerException {
    int left = length;
    while (left > 0) {
      if (position == limit) {
        fill();
      }
      int step = Math.min(left, limit - position);
      position += step;
      left -= step;
    }
  }

  /** Gives the buffer back, if nothing is in it, until more is read. */
  void rest() {
    if (position == limit) {
      buffer = new byte[0];
      position = 0;
      limit = 0;
    }
  }

  /** Bytes from the peer so far, of whatever kind. */
  long received() {
    return received;
  }

  private void fill() throws PeerException {
    long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (leftMs <= 0) {
      throw timedOut(null);
    }
    try {
      socket.setSoTimeout((int) leftMs);
      if (buffer.length == 0) {
        buffer = new byte[BUFFER_BYTES];
      }
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        throw new EOFException("the peer closed the connection");
      }
      position = 0;
      limit = count;
      // Only the reading thread writes it.
      long sum = received + count;
      received = sum;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * An interrupt closes the socket that a virtual thread waits for, which is not its peer's doing.
   */
  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private PeerException failed(IOException cause) {
    if (closed || isInterrupted()) {
      return new PeerException(CLOSED, peer, "the reader was closed", cause);
    }
    return switch (cause) {
      case SocketTimeoutException timeout -> timedOut(timeout);
      case SocketException reset when unchoked ->
          new PeerException(UNREACHABLE, peer, "lost: " + reset.getMessage(), reset);
      case IOException end when unchoked ->
          new PeerException(NOT_SERVED, peer, "it closed the connection", end);
      case IOException end ->
          new PeerException(
              answered ? BUSY : NOT_SERVED, peer, "it closed the connection unserved", end);
    };
  }

  private PeerException timedOut(@Nullable IOException cause) {
    return closed
        ? new PeerException(CLOSED, peer, "the reader was closed", cause)
        : new PeerException(TIMEOUT, peer, "silent for too long", cause);
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Nothing is lost with it: what was read has been verified.
    }
  }
}
