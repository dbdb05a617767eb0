// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send. Stateless. */
final class RawHttp {
  private static final int ANSWER_MS_MAX = 60_000;
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  private RawHttp() {}

  /**
   * Sends bytes as they are and reads until the server closes.
   *
   * @param half whether to close our side after the bytes
   * @return what came, as Latin-1; empty if the server just closed
   */
  static String exchange(URI server, byte[] request, boolean half) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(ANSWER_MS_MAX);
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      if (half) {
        socket.shutdownOutput();
      }
      return new String(
          socket.getInputStream().readNBytes(ANSWER_BYTES_MAX), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException _) {
      // A server that has had enough may reset the connection.
      return "";
    }
  }

  /**
   * A request to REST whose target and body are sent as they are; the connection is closed after.
   */
  static byte[] request(
      RestClient rest, String method, String target, long contentLength, byte[] body) {
    String head =
        String.join(
            "\r\n",
            method + " " + target + " HTTP/1.1",
            "Host: " + rest.base().getAuthority(),
            "Authorization: Bearer " + rest.token(),
            "Connection: close",
            "Content-Length: " + contentLength,
            "\r\n");
    byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, all, 0, headBytes.length);
    System.arraycopy(body, 0, all, headBytes.length, body.length);
    return all;
  }

  /** The status of an answer, or 0 if the server just closed. */
  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }
}
