// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.web.CloudStatus;
import io.javalin.http.Context;

/** What REST tells of nodes. Thread-safe. */
final class Nodes {
  private static final String PREFIX = "/api/v1/nodes/";

  private final CloudStatus cloud;

  Nodes(CloudStatus cloud) {
    this.cloud = cloud;
  }

  void list(Context context) {
    Answers.json(context, 200, cloud.nodes());
  }

  void events(Context context) {
    String path = context.req().getRequestURI();
    String raw = path.substring(PREFIX.length(), path.lastIndexOf('/'));
    String name = RestPath.decode("invalid-node", raw);
    // It becomes part of a path on the tracker.
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new ProblemException(
          Problems.of(
              400, "invalid-node", "a node's name has 1..64 letters, digits, '.', '-', '_'"));
    }
    Answers.json(context, 200, cloud.events(name));
  }
}
