// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.rtorrent;

import io.fractus.node.attach.ClientException;
import io.fractus.node.attach.ClientException.Kind;
import io.fractus.node.attach.ClientHttp;
import io.fractus.node.attach.Login;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Calls of XML-RPC, by HTTP or by SCGI. Not thread-safe. */
final class XmlRpc implements AutoCloseable {
  private final Login login;
  private final @Nullable ClientHttp http;
  private final @Nullable Scgi scgi;

  XmlRpc(URI url, Login login) {
    boolean isScgi = "scgi".equals(url.getScheme());
    this.login = login;
    this.scgi = isScgi ? new Scgi(url) : null;
    this.http = isScgi ? null : new ClientHttp(url);
  }

  /**
   * Calls a method.
   *
   * @param arguments texts, longs and bytes
   * @return a text, a long or a list of such
   */
  Object call(String method, Object... arguments) {
    byte[] request = request(method, arguments).getBytes(StandardCharsets.UTF_8);
    return XmlRpcAnswer.parse(method, exchange(request));
  }

  private byte[] exchange(byte[] request) {
    if (scgi != null) {
      return scgi.exchange(request);
    }
    if (http == null) {
      throw new IllegalStateException("neither HTTP nor SCGI");
    }
    HttpRequest.Builder post = http.post("", "text/xml", request);
    if (!login.isNone()) {
      post.header("Authorization", login.basic());
    }
    ClientHttp.Reply reply = http.send(post);
    return switch (reply.status()) {
      case 200 -> reply.body().getBytes(StandardCharsets.UTF_8);
      case 401, 403 ->
          throw new ClientException(
              Kind.DENIED, "rtorrent's web server answers " + reply.status() + ": check user");
      default ->
          throw new ClientException(
              Kind.UNREACHABLE, "rtorrent's web server answers " + reply.status());
    };
  }

  private static String request(String method, Object... arguments) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>");
    xml.append(method).append("</methodName><params>");
    for (Object argument : arguments) {
      xml.append("<param><value>");
      switch (argument) {
        case Long number -> xml.append("<i8>").append(number).append("</i8>");
        case byte[] bytes ->
            xml.append("<base64>")
                .append(Base64.getEncoder().encodeToString(bytes))
                .append("</base64>");
        default -> xml.append("<string>").append(escape(argument.toString())).append("</string>");
      }
      xml.append("</value></param>");
    }
    return xml.append("</params></methodCall>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
  }
}
