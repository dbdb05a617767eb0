// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** GET of the API's description, which is written by hand and shipped as a resource. */
final class OpenApi implements RestOperation {
  private static final String RESOURCE = "/io/fractus/web/openapi.json";

  @Override
  public void run(Context context) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(OpenApi.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      context.contentType("application/json").result(in.readAllBytes());
    }
  }
}
