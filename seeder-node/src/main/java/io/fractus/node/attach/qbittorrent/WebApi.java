// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.qbittorrent;

import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientHttp;
import io.fractus.node.attach.Login;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Calls of the web API, with a cookie that is renewed when it has run out. Not thread-safe. */
final class WebApi implements AutoCloseable {
  private static final Pattern RID = Pattern.compile("\"rid\":\\s*(\\d+)");

  /** No bit has it: its torrent is binary, and so is each of its hashes. */
  private static final String BOUNDARY = "fractus-5e1f8c0b7a2d4936";

  private final ClientHttp http;
  private final URI url;
  private final Login login;
  private String cookie = "";

  WebApi(URI url, Login login) {
    this.http = new ClientHttp(url);
    this.url = url;
    this.login = login;
  }

  /** The number of an answer of {@code sync/maindata}, to be told with the next question. */
  static long rid(String answer) {
    Matcher rid = RID.matcher(answer);
    return rid.find() ? Long.parseLong(rid.group(1)) : 0;
  }

  String get(String path) {
    return good(path, exchange(() -> http.to("/api/v2/" + path).GET())).body();
  }

  JsonNode getJson(String path) {
    return good(path, exchange(() -> http.to("/api/v2/" + path).GET())).json();
  }

  String post(String path, Map<String, String> form) {
    return good(path, postAny(path, form)).body();
  }

  /** For what may have been done before, and then is refused. */
  void postQuietly(String path, Map<String, String> form) {
    var _ = postAny(path, form);
  }

  private ClientHttp.Reply postAny(String path, Map<String, String> form) {
    return exchange(
        () -> http.post("/api/v2/" + path, "application/x-www-form-urlencoded", encode(form)));
  }

  /** Adds a torrent. */
  void upload(String path, Map<String, String> fields, byte[] torrent) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach((name, value) -> part(body, "name=\"" + name + "\"", "", bytes(value)));
    part(
        body,
        "name=\"torrents\"; filename=\"bit.torrent\"",
        "Content-Type: application/x-bittorrent\r\n",
        torrent);
    body.writeBytes(bytes("--" + BOUNDARY + "--\r\n"));
    String type = "multipart/form-data; boundary=" + BOUNDARY;
    ClientHttp.Reply reply =
        good(path, exchange(() -> http.post("/api/v2/" + path, type, body.toByteArray())));
    if (reply.body().startsWith("Fails")) {
      throw new ClientException(Kind.REFUSED, "qbittorrent does not take the torrent of a bit");
    }
  }

  private static void part(
      ByteArrayOutputStream body, String disposition, String header, byte[] value) {
    body.writeBytes(
        bytes(
            "--%s\r\nContent-Disposition: form-data; %s\r\n%s\r\n"
                .formatted(BOUNDARY, disposition, header)));
    body.writeBytes(value);
    body.writeBytes(bytes("\r\n"));
  }

  private static byte[] encode(Map<String, String> form) {
    return bytes(
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + escape(field.getValue()))
            .collect(Collectors.joining("&")));
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ClientHttp.Reply exchange(Supplier<HttpRequest.Builder> request) {
    ClientHttp.Reply reply = send(request.get());
    if (reply.status() == 403 || reply.status() == 401) {
      logIn();
      reply = send(request.get());
    }
    return reply;
  }

  /** It answers only to requests that seem to come from its own pages. */
  private ClientHttp.Reply send(HttpRequest.Builder request) {
    request.header("Referer", url.toString());
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return http.send(request);
  }

  private void logIn() {
    cookie = "";
    byte[] form = encode(Map.of("username", login.user(), "password", login.password()));
    ClientHttp.Reply reply =
        send(http.post("/api/v2/auth/login", "application/x-www-form-urlencoded", form));
    String given = reply.header("Set-Cookie").replaceFirst(";.*", "");
    if (reply.status() / 100 != 2 || reply.body().startsWith("Fails") || given.isEmpty()) {
      throw new ClientException(
          Kind.DENIED,
          "qbittorrent does not let us in ("
              + reply.status()
              + "): check user and password; after some failures it bans this address for a while");
    }
    cookie = given;
  }

  private static ClientHttp.Reply good(String path, ClientHttp.Reply reply) {
    int status = reply.status();
    if (status / 100 == 2) {
      return reply;
    }
    String method = path.replaceFirst("\\?.*", "");
    throw new ClientException(
        status == 400 || status == 404 || status == 409 || status == 415
            ? Kind.REFUSED
            : Kind.UNREACHABLE,
        "qbittorrent answers " + status + " to " + method);
  }

  @Override
  public void close() {
    http.close();
  }
}
