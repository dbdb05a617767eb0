// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.Json;
import io.fractus.web.Limits;
import io.fractus.web.http.RequestBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** Bodies of JSON. Stateless. */
final class Bodies {
  private static final String NOTHING = "{}";

  /** What is not known is refused: a bound that is misspelt would be none. */
  private static final ObjectReader READER =
      Json.mapper().reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Bodies() {}

  /** What a body says; one that is empty says nothing. */
  static <T> T read(Context context, Class<T> type) throws IOException {
    try (InputStream in = new RequestBody(context.req())) {
      byte[] body = in.readNBytes(Limits.JSON_BODY_BYTES_MAX + 1);
      if (body.length > Limits.JSON_BODY_BYTES_MAX) {
        throw new ProblemException(
            Problems.of(
                413,
                "too-large",
                "a body of JSON has at most " + Limits.JSON_BODY_BYTES_MAX + " bytes"));
      }
      String text = new String(body, StandardCharsets.UTF_8);
      return READER.forType(type).readValue(text.isBlank() ? NOTHING : text);
    } catch (JacksonException e) {
      throw new ProblemException(Problems.of(400, "invalid-argument", e.getOriginalMessage()), e);
    }
  }
}
