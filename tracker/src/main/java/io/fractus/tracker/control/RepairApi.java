// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.tracker.Limits;
import io.fractus.tracker.assignment.Repairs;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The routes of repair for operators below {@code /api/v1}. Thread-safe. */
final class RepairApi {
  private final Authentication authentication;
  private final Registry registry;
  private final Repairs repairs;

  /** Why a node will not come back, for people. */
  record Reason(@Nullable String reason) {
    Reason {
      if (reason != null && reason.length() > Limits.EVENT_DETAIL_MAX) {
        throw new IllegalArgumentException(
            "a reason has at most " + Limits.EVENT_DETAIL_MAX + " characters");
      }
    }
  }

  RepairApi(Authentication authentication, Registry registry, Repairs repairs) {
    this.authentication = authentication;
    this.registry = registry;
    this.repairs = repairs;
  }

  /** Adds the routes. */
  void register(JavalinConfig config) {
    config.routes.get("/api/v1/repair", this::status);
    config.routes.post("/api/v1/nodes/{node}/lost", this::lost);
  }

  private void status(Context context) {
    authentication.requireAdmin(context);
    JsonHttp.answer(context, repairs.status());
  }

  private void lost(Context context) throws IOException {
    authentication.requireAdmin(context);
    Reason reason =
        context.req().getContentLengthLong() == 0
            ? new Reason(null)
            : JsonHttp.body(context, Reason.class);
    NodeRecord node =
        registry.read(rows -> {
          NodeRecord found = find(rows, context.pathParam("node"));
          if (rows.admin().standing(found.key()) == Standing.REVOKED) {
            throw new TrackerException(
                new Problem(
                    "node-revoked",
                    "Node revoked",
                    409,
                    "node '" + found.name() + "' was revoked: its copies are gone already"));
          }
          return found;
        });
    repairs.declareLost(
        node.key(), reason.reason() == null ? "declared lost by an operator" : reason.reason());
    JsonHttp.answer(context, repairs.status());
  }

  private static NodeRecord find(Rows rows, String idOrName) {
    return rows.nodes()
        .byNodeId(idOrName)
        .or(() -> rows.nodes().byName(idOrName))
        .orElseThrow(() ->
            new TrackerException(
                new Problem(
                    "node-unknown",
                    "Node unknown",
                    404,
                    "no node has the id or the name '" + idOrName + "'")));
  }
}
