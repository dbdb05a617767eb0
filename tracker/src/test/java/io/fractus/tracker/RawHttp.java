// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.Bencode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that sends bytes as they are and reads answers. Not thread-safe. */
final class RawHttp implements AutoCloseable {
  private static final int ANSWER_MS_MAX = 30_000;
  private static final int HEAD_MAX = 16 << 10;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** An answer: its first line and headers as text, and its body. */
  static final class Answer {
    final String head;
    final byte[] body;

    Answer(String head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    BDictionary dictionary() {
      if (status() != 200) {
        throw new AssertionError(head);
      }
      return (BDictionary) Bencode.decode(body);
    }
  }

  RawHttp(String host, int port) throws IOException {
    socket.setSoTimeout(ANSWER_MS_MAX);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(host), port), ANSWER_MS_MAX);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawHttp send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  RawHttp get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: tracker\r\n\r\n");
  }

  Answer read() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0 || head.size() > HEAD_MAX) {
        throw new EOFException("no answer but '" + head + "'");
      }
      head.write(b);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    int length = 0;
    for (String line : text.lines().toList()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
    }
    return new Answer(text, in.readNBytes(length));
  }

  /** Whether the server has closed the connection and sent no more. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
