// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.rtorrent;

import io.fractus.node.Limits;
import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests by SCGI, one a connection, to a port or to a socket in the file system.
 *
 * <pre>
 *   70:CONTENT_LENGTH NUL 27 NUL SCGI NUL 1 NUL … ,     headers, as a netstring
 *   body
 * </pre>
 *
 * Immutable.
 */
final class Scgi {
  private static final int BUFFER_BYTES = 64 << 10;

  private final URI url;

  /**
   * @param url {@code scgi://host:port} or {@code scgi:///path/of/the/socket}
   */
  Scgi(URI url) {
    this.url = url;
  }

  /** The body of the answer; the connection is closed if it does not come in time. */
  byte[] exchange(byte[] body) {
    try (SocketChannel channel = open()) {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("scgi")
          .start(() -> {
            try {
              answer.complete(exchange(channel, body));
            } catch (IOException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
      return answer.get(Limits.CLIENT_ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException(Kind.UNREACHABLE, "interrupted while rtorrent works", e);
    } catch (TimeoutException e) {
      throw unreachable("nothing in time", e);
    } catch (ExecutionException e) {
      throw unreachable(String.valueOf(e.getCause()), e);
    } catch (IOException e) {
      throw unreachable(e.toString(), e);
    }
  }

  private ClientException unreachable(String what, Exception cause) {
    return new ClientException(
        Kind.UNREACHABLE, "no answer from rtorrent at " + url + ": " + what, cause);
  }

  private SocketChannel open() throws IOException {
    boolean isFile = url.getHost() == null;
    SocketAddress address =
        isFile
            ? UnixDomainSocketAddress.of(url.getPath())
            : new InetSocketAddress(url.getHost(), url.getPort());
    SocketChannel channel =
        isFile ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static byte[] exchange(SocketChannel channel, byte[] body) throws IOException {
    String headers =
        "CONTENT_LENGTH\0%d\0SCGI\0001\0REQUEST_METHOD\0POST\0REQUEST_URI\0/RPC2\0"
            .formatted(body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes((headers.length() + ":" + headers + ",").getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    ByteBuffer out = ByteBuffer.wrap(request.toByteArray());
    while (out.hasRemaining()) {
      channel.write(out);
    }
    return withoutHeaders(readAll(channel));
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(in) >= 0) {
      answer.write(in.array(), 0, in.position());
      in.clear();
      if (answer.size() > Limits.CLIENT_ANSWER_BYTES_MAX) {
        throw new IOException(
            "an answer of more than " + Limits.CLIENT_ANSWER_BYTES_MAX + " bytes");
      }
    }
    return answer.toByteArray();
  }

  private static byte[] withoutHeaders(byte[] answer) throws IOException {
    for (int i = 3; i < answer.length; i++) {
      boolean isEnd =
          answer[i - 3] == '\r'
              && answer[i - 2] == '\n'
              && answer[i - 1] == '\r'
              && answer[i] == '\n';
      if (isEnd) {
        return java.util.Arrays.copyOfRange(answer, i + 1, answer.length);
      }
    }
    throw new IOException("an answer of " + answer.length + " bytes without headers");
  }
}
