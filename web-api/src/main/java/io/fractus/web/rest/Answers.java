// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.Problem;
import io.javalin.http.Context;

/** Answers in JSON. Stateless. */
final class Answers {
  private static final String JSON = "application/json";

  private Answers() {}

  static void json(Context context, int status, Object value) {
    context.status(status).contentType(JSON).result(Json.write(value));
  }

  static void problem(Context context, Problem problem) {
    context.status(problem.status()).contentType(Problems.CONTENT_TYPE).result(Json.write(problem));
  }
}
