// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.token;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code fractus token list}: which there are, without themselves. */
@Command(
    name = "list",
    description = "List the tokens that were made.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus token list"})
public final class ListCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Mixin final TrackerAdmin tracker = new TrackerAdmin();

  public ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonNode tokens = Json.read(tracker.call("GET", "/api/v1/tokens", ""), JsonNode.class);
    if (!json && tokens.size() > 0) {
      console.print("%6s  %11s  %-9s  %-24s  %s".formatted("NUMBER", "LEFT", "", "UNTIL", "NOTE"));
    }
    for (JsonNode token : tokens) {
      console.print(json ? token.toString() : line(token));
    }
    return Failure.DONE;
  }

  private static String line(JsonNode token) {
    return "%6s  %4s of %4s  %-9s  %-24s  %s"
        .formatted(
            token.get("id").asString(),
            token.get("usesLeft").asString(),
            token.get("uses").asString(),
            token.get("revoked").asBoolean() ? "revoked" : "",
            token.get("expires").isNull() ? "for ever" : token.get("expires").asString(),
            token.get("note").asString());
  }
}
