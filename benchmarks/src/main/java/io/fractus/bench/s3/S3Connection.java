// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * One kept connection of a client that does as little as can be, for it shares the machine with
 * what is measured. Not thread-safe.
 */
final class S3Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 120_000;
  private static final int BUFFER = 64 << 10;
  private static final int LINE_MAX = 8 << 10;
  private static final int REFUSAL_MAX = 4 << 10;
  private static final int REFUSAL_MILLIS = 1_000;

  private final String name;
  private final RequestSigner signer;
  private final Clock clock = Clock.systemUTC();
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private long firstByte;

  /** Of a body that is being read. */
  private long left;

  /** Connects. */
  S3Connection(S3Server server) throws IOException {
    this.name = server.toString();
    this.signer =
        new RequestSigner(server.host(), server.accessKey(), server.secretKey(), "us-east-1");
    this.socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(
        new InetSocketAddress(server.endpoint().getHost(), server.endpoint().getPort()),
        TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = socket.getOutputStream();
  }

  /** The server asks to try again; the connection is of no more use. */
  static final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }

  /** Stores a body. */
  void put(String path, Body body) throws IOException {
    send("PUT", path, body.bytes());
    expect("PUT " + path, readStatus(), "2");
    readRest();
  }

  /**
   * Reads an object to its end, and compares it with what was stored.
   *
   * @return nanoseconds until the first byte of the body
   */
  long get(String path, Body body) throws IOException {
    long begin = System.nanoTime();
    send("GET", path, new byte[0]);
    expect("GET " + path, readStatus(), "2");
    if (left != body.bytes().length) {
      throw new IOException("GET " + path + " has " + left + " bytes");
    }
    if (readRest() != body.crc()) {
      throw new IOException("GET " + path + " has other bytes than were put");
    }
    return firstByte - begin;
  }

  /** Deletes an object. */
  void delete(String path) throws IOException {
    send("DELETE", path, new byte[0]);
    expect("DELETE " + path, readStatus(), "2");
    readRest();
  }

  private void send(String method, String path, byte[] body) throws IOException {
    String length = method.equals("PUT") ? "Content-Length: " + body.length + "\r\n" : "";
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\n"
            + signer.headers(method, path, "", clock.instant())
            + length
            + "\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length + body.length <= buffer.length) {
      // One packet for what is small, as any good client does.
      System.arraycopy(bytes, 0, buffer, 0, bytes.length);
      System.arraycopy(body, 0, buffer, bytes.length, body.length);
      out.write(buffer, 0, bytes.length + body.length);
    } else {
      out.write(bytes);
      out.write(body);
    }
  }

  private String readStatus() throws IOException {
    String status = line();
    left = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        left = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
    }
    return status.replaceFirst("^HTTP/1.1 ", "");
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || text.length() > LINE_MAX) {
        throw new IOException(name + " hung up, or its answer is none");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  private void expect(String what, String status, String wanted) throws IOException {
    if (!status.startsWith(wanted)) {
      String message = name + ": " + what + ": " + status + " " + refusal();
      throw status.startsWith("503") ? new BusyException(message) : new IOException(message);
    }
  }

  /** What comes of a refusal at once, whatever its framing: the connection is used no more. */
  private String refusal() throws IOException {
    socket.setSoTimeout(REFUSAL_MILLIS);
    byte[] text = new byte[REFUSAL_MAX];
    try {
      return new String(text, 0, Math.max(0, in.read(text)), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException _) {
      return "";
    }
  }

  /** Reads the body; returns its CRC-32C, which costs next to nothing. */
  private long readRest() throws IOException {
    CRC32C crc = new CRC32C();
    boolean first = true;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new IOException(name + " hung up with " + left + " bytes to come");
      }
      if (first) {
        firstByte = System.nanoTime();
        first = false;
      }
      crc.update(buffer, 0, n);
      left -= n;
    }
    return crc.getValue();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
