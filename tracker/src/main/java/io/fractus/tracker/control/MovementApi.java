// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.tracker.assignment.Movements;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

/** The route of movement for operators below {@code /api/v1}. Thread-safe. */
final class MovementApi {
  private final Authentication authentication;
  private final Movements movements;

  MovementApi(Authentication authentication, Movements movements) {
    this.authentication = authentication;
    this.movements = movements;
  }

  /** Adds the route. */
  void register(JavalinConfig config) {
    config.routes.get("/api/v1/movement", this::status);
  }

  private void status(Context context) {
    authentication.requireAdmin(context);
    JsonHttp.answer(context, movements.status());
  }
}
