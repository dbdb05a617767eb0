// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.deluge;

import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientHttp;
import io.fractus.node.attach.Login;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Calls of Deluge's web interface, which passes them on to the daemon. Not thread-safe. */
final class DelugeWeb implements AutoCloseable {
  /** What it says when its cookie has run out. */
  private static final int NOT_AUTHENTICATED = 1;

  private final ClientHttp http;
  private final Login login;
  private String cookie = "";

  DelugeWeb(URI url, Login login) {
    this.http = new ClientHttp(url);
    this.login = login;
  }

  /** Has the web interface talk to its daemon: to the first that it knows, if to none yet. */
  void connect() {
    if (call("web.connected").asBoolean(false)) {
      return;
    }
    JsonNode hosts = call("web.get_hosts");
    if (hosts.isEmpty()) {
      throw new ClientException(Kind.REFUSED, "deluge-web knows no daemon: add one to it");
    }
    call("web.connect", hosts.path(0).path(0).asString(""));
    if (!call("web.connected").asBoolean(false)) {
      throw new ClientException(Kind.UNREACHABLE, "deluge-web does not reach its daemon");
    }
  }

  /** Logs in when it must. */
  JsonNode call(String method, Object... params) {
    JsonNode answer = send(method, params);
    if (answer.path("error").path("code").asInt(0) == NOT_AUTHENTICATED) {
      logIn();
      answer = send(method, params);
    }
    JsonNode error = answer.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new ClientException(
          Kind.REFUSED, "deluge refuses " + method + ": " + error.path("message").asString(""));
    }
    return answer.path("result");
  }

  private void logIn() {
    if (!send("auth.login", login.password()).path("result").asBoolean(false)) {
      throw new ClientException(
          Kind.DENIED, "deluge-web does not let us in: check the password of its web interface");
    }
  }

  private JsonNode send(String method, Object... params) {
    HttpRequest.Builder request =
        http.postJson("/json", Map.of("method", method, "params", List.of(params), "id", 1));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    ClientHttp.Reply reply = http.send(request);
    if (reply.status() != 200) {
      throw new ClientException(
          Kind.UNREACHABLE, "deluge-web answers " + reply.status() + " to " + method);
    }
    String given = reply.header("Set-Cookie").replaceFirst(";.*", "");
    if (!given.isEmpty()) {
      cookie = given;
    }
    return reply.json();
  }

  @Override
  public void close() {
    http.close();
  }
}
