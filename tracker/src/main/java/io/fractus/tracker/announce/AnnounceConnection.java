// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.tracker.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that answers announces and scrapes by itself, one after the other, and becomes an
 * ordinary HTTP connection at the first request for anything else. One thread at a time works on
 * it.
 */
final class AnnounceConnection extends AbstractConnection implements Connection.UpgradeFrom {
  /*
   * Announces are answered on the selector's thread: they come from memory, so there is nothing to
   * wait for, and no other thread to wake. One that needs the registry goes to the server's
   * executor, and the connection is read on when it is answered. Answers to requests that came in
   * one packet leave in one.
   */

  private static final Logger log = LoggerFactory.getLogger(AnnounceConnection.class);
  private static final RareLog failures = new RareLog(log);
  private static final byte[] HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEEP = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEEP_SAID =
      "\r\nConnection: keep-alive\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLOSE =
      "\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpAnnounce announce;
  private final Connector connector;
  private final ConnectionFactory next;
  private final byte[] address;
  private final Callback readable = new WhenReadable();
  private @Nullable RetainableByteBuffer input;
  private ByteBuffer output = BufferUtil.EMPTY_BUFFER;

  /** What comes after the answers that wait in the output. */
  private enum Then {
    READ_ON,
    PARSE_ON,
    CLOSE,
    HAND_OVER
  }

  AnnounceConnection(
      HttpAnnounce announce, Connector connector, ConnectionFactory next, EndPoint endPoint) {
    super(endPoint, connector.getExecutor());
    this.announce = announce;
    this.connector = connector;
    this.next = next;
    this.address =
        endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
            ? remote.getAddress().getAddress()
            : new byte[Integer.BYTES];
  }

  private final class WhenReadable implements Callback {
    @Override
    public void succeeded() {
      onFillable();
    }

    @Override
    public void failed(Throwable cause) {
      onFillInterestedFailed(cause);
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  @Override
  public void onOpen() {
    super.onOpen();
    fillInterested(readable);
  }

  @Override
  public void onFillable() {
    try {
      ByteBuffer buffer = input();
      int filled = getEndPoint().fill(buffer);
      if (filled < 0) {
        end();
      } else if (!buffer.hasRemaining()) {
        readOn();
      } else {
        parse();
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private ByteBuffer input() {
    RetainableByteBuffer buffer = input;
    if (buffer == null) {
      ByteBufferPool pool = connector.getByteBufferPool();
      buffer = pool.acquire(Limits.REQUEST_HEAD_MAX, false);
      input = buffer;
    }
    return buffer.getByteBuffer();
  }

  /** Answers the requests that are there, and sends the answers. */
  private void parse() {
    ByteBuffer buffer = input();
    byte[] text = buffer.array();
    Then then = Then.READ_ON;
    while (buffer.hasRemaining()) {
      int from = buffer.arrayOffset() + buffer.position();
      HttpHead head = HttpHead.parse(text, from, from + buffer.remaining());
      if (head.kind() == HttpHead.Kind.INCOMPLETE) {
        boolean full = buffer.remaining() >= Limits.REQUEST_HEAD_MAX;
        then = full ? Then.HAND_OVER : Then.READ_ON;
        break;
      }
      AnnounceTarget target = head.target();
      if (target == null) {
        then = Then.HAND_OVER;
        break;
      }
      byte[] body = announce.answer(target, text, address, false);
      if (body == null) {
        getExecutor().execute(() -> answerLater(head, target));
        return;
      }
      answered(head, body);
      if (!head.keepAlive()) {
        then = Then.CLOSE;
        break;
      }
      if (output.position() > Limits.ANSWERS_AT_ONCE_MAX) {
        then = Then.PARSE_ON;
        break;
      }
    }
    send(then);
  }

  /** On a thread that may wait. */
  private void answerLater(HttpHead head, AnnounceTarget target) {
    try {
      byte[] body = announce.answer(target, input().array(), address, true);
      if (body == null) {
        throw new IllegalStateException("no answer, although it may wait");
      }
      answered(head, body);
      send(head.keepAlive() ? Then.PARSE_ON : Then.CLOSE);
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void answered(HttpHead head, byte[] body) {
    ByteBuffer buffer = input();
    buffer.position(head.end() - buffer.arrayOffset());
    byte[] length = Integer.toString(body.length).getBytes(StandardCharsets.US_ASCII);
    byte[] last = head.keepAlive() ? head.isOld() ? KEEP_SAID : KEEP : CLOSE;
    int size = HEAD.length + length.length + last.length + body.length;
    if (output.remaining() < size) {
      ByteBuffer larger = ByteBuffer.allocate(output.position() + Math.max(size, 1_024));
      larger.put(output.flip());
      output = larger;
    }
    output.put(HEAD).put(length).put(last).put(body);
  }

  private void send(Then then) {
    ByteBuffer answers = output.flip();
    output = BufferUtil.EMPTY_BUFFER;
    try {
      if (!answers.hasRemaining() || getEndPoint().flush(answers)) {
        go(then);
      } else {
        getEndPoint().write(Callback.from(() -> go(then), this::failed), answers);
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void go(Then then) {
    switch (then) {
      case READ_ON -> readOn();
      case PARSE_ON -> parse();
      case CLOSE -> end();
      case HAND_OVER -> getEndPoint().upgrade(next.newConnection(connector, getEndPoint()));
    }
  }

  private void readOn() {
    RetainableByteBuffer buffer = input;
    if (buffer != null && !buffer.hasRemaining()) {
      release();
    } else if (buffer != null) {
      buffer.getByteBuffer().compact().flip();
    }
    fillInterested(readable);
  }

  @Override
  public ByteBuffer onUpgradeFrom() {
    ByteBuffer rest = BufferUtil.copy(input());
    release();
    return rest;
  }

  private void release() {
    RetainableByteBuffer buffer = input;
    input = null;
    if (buffer != null) {
      buffer.release();
    }
  }

  private void end() {
    release();
    getEndPoint().shutdownOutput();
    close();
  }

  private void failed(Throwable cause) {
    // Clients go as they like, and the address would be in a log that anyone can fill.
    if (cause instanceof IOException || cause instanceof RejectedExecutionException) {
      log.debug("an announcing connection ended: {}", cause.toString());
    } else {
      failures.error("cannot answer an announce", cause);
    }
    release();
    getEndPoint().close(cause);
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    release();
    super.onClose(cause);
  }
}
