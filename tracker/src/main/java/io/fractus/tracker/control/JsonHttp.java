// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Records as the bodies of requests and answers. Stateless. */
public final class JsonHttp {
  private JsonHttp() {}

  public static void answer(Context context, Object value) {
    context.contentType("application/json").result(Json.write(value));
  }

  /**
   * Reads the body of a request.
   *
   * @throws TrackerException if it is too large, or not of this type
   */
  public static <T> T body(Context context, Class<T> type) throws IOException {
    byte[] bytes;
    try (InputStream in = context.req().getInputStream()) {
      bytes = in.readNBytes(Limits.MESSAGE_BYTES_MAX + 1);
    }
    if (bytes.length > Limits.MESSAGE_BYTES_MAX) {
      throw new TrackerException(
          new Problem(
              "too-large",
              "Too large",
              413,
              "a request has at most " + Limits.MESSAGE_BYTES_MAX + " bytes: split it"));
    }
    try {
      return Json.read(new String(bytes, StandardCharsets.UTF_8), type);
    } catch (IllegalArgumentException e) {
      throw new TrackerException(
          new Problem(
              "malformed-request", "Malformed request", 400, String.valueOf(e.getMessage())));
    }
  }
}
