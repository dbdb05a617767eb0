// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The pages that are ours: what a site has no page for. Stateless. */
final class SitePage {
  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private SitePage() {}

  /**
   * Answers with a page about a failure.
   *
   * @param withBody false for HEAD
   */
  static void send(
      HttpServletResponse response, int status, String code, String message, boolean withBody)
      throws IOException {
    byte[] body = html(status, code, message).getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(CONTENT_TYPE);
    response.setHeader("Content-Security-Policy", "default-src 'none'");
    response.setContentLengthLong(body.length);
    if (withBody) {
      response.getOutputStream().write(body);
    }
    response.flushBuffer();
  }

  static String html(int status, String code, String message) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><title>%1$d %2$s</title></head>
    <body>
    <h1>%1$d %2$s</h1>
    <p>%3$s</p>
    </body>
    </html>
    """
        .formatted(status, escaped(code), escaped(message));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
