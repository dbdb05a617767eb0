// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

import io.fractus.cli.base.Failure;
import io.fractus.cli.up.Endpoints;
import io.fractus.cli.up.Health;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether the roles of a cloud on this machine answer. Stateless. */
final class CloudChecks {
  private CloudChecks() {}

  static List<Check> all(Path directory) {
    Endpoints endpoints;
    try {
      endpoints = Endpoints.read(directory.resolve("endpoints.json"));
    } catch (Failure e) {
      return List.of(Check.bad("cloud", String.valueOf(e.getMessage())));
    }
    List<Check> checks = new ArrayList<>();
    try (Health health = new Health()) {
      checks.add(answers(health, "tracker", endpoints.tracker() + "/healthz"));
      checks.add(answers(health, "gateway", endpoints.api() + "/readyz"));
      long up =
          endpoints.nodes().values().stream()
              .filter(node -> health.isOk(URI.create(node.status() + "/healthz")))
              .count();
      String found = up + " of " + endpoints.nodes().size() + " nodes answer";
      checks.add(new Check("nodes", up == endpoints.nodes().size(), found));
    }
    return checks;
  }

  private static Check answers(Health health, String name, String url) {
    return health.isOk(URI.create(url))
        ? Check.good(name, url + " answers")
        : Check.bad(name, url + " does not answer 200: look at its log, or start 'fractus up'");
  }
}
