// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.account;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.client.ApiClient;
import io.fractus.cli.client.ApiOptions;
import io.fractus.cli.client.Table;
import io.fractus.platform.ByteSize;
import io.fractus.protocol.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fractus quota}: how much users may have, and how often they may ask. */
@Command(
    name = "quota",
    description = "Set and show quotas of users; only root may.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus quota set alice --bytes 50GB --objects 100000 --requests 200",
      "  fractus quota set alice --requests 0",
      "  fractus quota show alice"
    })
public final class QuotaCommand implements Callable<Integer> {
  private final Console console;

  public QuotaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    throw Failure.wrongUsage("say what to do: set or show");
  }

  @Command(
      name = "set",
      description = "Bound a user; what is not given stays, 0 is without a bound.",
      footerHeading = "%nExample:%n",
      footer = "  fractus quota set alice --bytes 50GB")
  int set(
      @Parameters(paramLabel = "USER", description = "Whom.") String user,
      @Option(
              names = "--bytes",
              paramLabel = "SIZE",
              description = "Of all objects and unfinished uploads in its buckets.")
          @Nullable ByteSize bytes,
      @Option(names = "--objects", paramLabel = "N", description = "In its buckets.")
          @Nullable Long objects,
      @Option(names = "--requests", paramLabel = "N", description = "That it makes, a second.")
          @Nullable Long requests,
      @Mixin ApiOptions api) {
    Map<String, Long> quota = new HashMap<>();
    if (bytes != null) {
      quota.put("bytes", bytes.bytes());
    }
    if (objects != null) {
      quota.put("objects", objects);
    }
    if (requests != null) {
      quota.put("requestsPerSecond", requests);
    }
    if (quota.isEmpty()) {
      throw Failure.wrongUsage("say what to bound: --bytes, --objects or --requests");
    }
    try (ApiClient client = api.connect(console)) {
      var _ = client.send("PATCH", Paths.user(user), Json.write(quota));
    }
    console.say("changed the quota of " + user);
    return Failure.DONE;
  }

  @Command(
      name = "show",
      description = "Show how much a user has, and may have.",
      footerHeading = "%nExample:%n",
      footer = "  fractus quota show alice --json")
  int show(
      @Parameters(paramLabel = "USER", description = "Who.") String user,
      @Option(names = "--json", description = "As JSON.") boolean json,
      @Mixin ApiOptions api) {
    JsonNode found;
    try (ApiClient client = api.connect(console)) {
      found = client.get(Paths.user(user), Map.of());
    }
    if (json) {
      console.print(Json.write(Map.of("quota", found.path("quota"), "usage", found.path("usage"))));
      return Failure.DONE;
    }
    Table table = new Table("", "has", "may have");
    table.add(
        "bytes", new ByteSize(found.at("/usage/bytes").asLong()), bound(found, "bytes", true));
    table.add("objects", found.at("/usage/objects").asLong(), bound(found, "objects", false));
    table.add("requests/s", "", bound(found, "requestsPerSecond", false));
    table.print(console);
    return Failure.DONE;
  }

  private static String bound(JsonNode user, String name, boolean bytes) {
    long bound = user.at("/quota/" + name).asLong();
    return bound == 0 ? "-" : bytes ? new ByteSize(bound).toString() : Long.toString(bound);
  }
}
