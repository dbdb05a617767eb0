// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A request of which every byte can be chosen, before it is signed or after. Not thread-safe. */
final class RawRequest {
  /** The longest that any answer may take; the slowest ones take a second. */
  private static final int TIMEOUT_MILLIS = 30_000;

  private final URI server;
  private String method;
  private String path;
  private String query = "";
  private final Map<String, String> headers = new TreeMap<>();
  private final List<String> unsigned = new ArrayList<>();
  private byte[] body = new byte[0];

  RawRequest(URI server, String method, String target) {
    this.server = server;
    this.method = method;
    int mark = target.indexOf('?');
    this.path = mark < 0 ? target : target.substring(0, mark);
    this.query = mark < 0 ? "" : target.substring(mark + 1);
    headers.put("host", server.getAuthority());
  }

  /** What came back; {@code status} is 0 if nothing did. */
  record Answer(int status, String code, String text) {
    static Answer of(byte[] all) {
      String text = new String(all, StandardCharsets.UTF_8);
      int status = text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
      String code =
          text.contains("<Code>") ? text.replaceFirst("(?s).*?<Code>(\\w+)</Code>.*", "$1") : "";
      return new Answer(status, code, text);
    }

    /** For messages of assertions. */
    @Override
    public String toString() {
      return status + " " + code + "\n" + (text.length() > 2_000 ? text.substring(0, 2_000) : text);
    }
  }

  RawRequest method(String other) {
    method = other;
    return this;
  }

  RawRequest path(String other) {
    path = other;
    return this;
  }

  RawRequest query(UnaryOperator<String> change) {
    query = change.apply(query);
    return this;
  }

  String query() {
    return query;
  }

  RawRequest header(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), value);
    return this;
  }

  RawRequest without(String name) {
    headers.remove(name);
    return this;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** A line among the headers that is not signed, as it is. */
  RawRequest line(String line) {
    unsigned.add(line);
    return this;
  }

  RawRequest body(byte[] bytes) {
    body = bytes.clone();
    return this;
  }

  RawRequest body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Signs all headers there are, and the hash of the body. */
  RawRequest sign() {
    return sign(Signature.now(), Signature.sha256(body));
  }

  /**
   * The same.
   *
   * @param hash that is signed for the body
   */
  RawRequest sign(Signature by, String hash) {
    headers.remove("authorization");
    header("x-amz-date", by.timestamp());
    header("x-amz-content-sha256", hash);
    return header(
        "authorization",
        "AWS4-HMAC-SHA256 Credential="
            + by.credential()
            + ",SignedHeaders="
            + String.join(";", headers.keySet())
            + ",Signature="
            + by.of(method, path, query, headers, hash));
  }

  /** The signature that {@link #sign} made. */
  String signature() {
    return header("authorization").replaceFirst(".*Signature=", "");
  }

  /** Signs in the query. */
  RawRequest presign(Signature by, long seconds) {
    String signed =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + by.credential().replace("/", "%2F")
            + "&X-Amz-Date="
            + by.timestamp()
            + "&X-Amz-Expires="
            + seconds
            + "&X-Amz-SignedHeaders="
            + String.join("%3B", headers.keySet());
    query = query.isEmpty() ? signed : query + "&" + signed;
    query += "&X-Amz-Signature=" + by.of(method, path, query, headers, "UNSIGNED-PAYLOAD");
    return this;
  }

  /** All but the body. */
  byte[] head() {
    StringBuilder text = new StringBuilder(method).append(' ').append(path);
    if (!query.isEmpty()) {
      text.append('?').append(query);
    }
    text.append(" HTTP/1.1\r\n");
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    boolean framed =
        headers.containsKey("content-length")
            || headers.containsKey("transfer-encoding")
            || unsigned.stream().anyMatch(RawRequest::isFraming);
    if (!framed && (body.length > 0 || !method.equals("GET"))) {
      text.append("content-length: ").append(body.length).append("\r\n");
    }
    unsigned.forEach(line -> text.append(line).append("\r\n"));
    text.append("\r\n");
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isFraming(String line) {
    return line.startsWith("content-length:") || line.startsWith("transfer-encoding:");
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head());
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** A connection with nothing sent on it yet. */
  Socket connect() throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends it as the only one of its connection. */
  Answer send() throws IOException {
    unsigned.add("connection: close");
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes());
      return answer(socket);
    } finally {
      unsigned.removeLast();
    }
  }

  /** Reads a connection to its end. */
  static Answer answer(Socket socket) throws IOException {
    return Answer.of(socket.getInputStream().readAllBytes());
  }
}
