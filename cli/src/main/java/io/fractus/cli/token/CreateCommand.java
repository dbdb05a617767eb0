// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.token;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code fractus token create}: prints the token, and nothing else, on standard output. */
@Command(
    name = "create",
    description = "Make a token; it is shown this once.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus token create --uses 1 --expires 1d > join.token"})
public final class CreateCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})([smhd])");

  private final Console console;

  @Option(
      names = "--uses",
      paramLabel = "N",
      description = "Nodes that may join with it (default: ${DEFAULT-VALUE}).")
  int uses = 1;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "Such as 30m, 12h or 7d, or never (default: ${DEFAULT-VALUE}).")
  String expires = "1d";

  @Option(names = "--note", paramLabel = "TEXT", description = "What it is for.")
  String note = "";

  @Mixin final TrackerAdmin tracker = new TrackerAdmin();

  public CreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String body =
        Json.write(Map.of("uses", uses, "expiresSeconds", seconds(expires), "note", note));
    JsonNode made = Json.read(tracker.call("POST", "/api/v1/tokens", body), JsonNode.class);
    JsonNode until = made.at("/about/expires");
    console.say(
        "token %s lets %d join %s"
            .formatted(
                made.at("/about/id").asString(),
                uses,
                until.isNull() ? "for ever" : "until " + until.asString()));
    console.print(made.get("token").asString());
    return Failure.DONE;
  }

  static long seconds(String time) {
    if (time.equals("never")) {
      return 0;
    }
    Matcher matcher = TIME.matcher(time);
    long count = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    if (count == 0) {
      throw Failure.wrongUsage("--expires must be like 30m, 12h, 7d or never, is '" + time + "'");
    }
    return switch (matcher.group(2)) {
      case "s" -> count;
      case "m" -> Duration.ofMinutes(count).toSeconds();
      case "h" -> Duration.ofHours(count).toSeconds();
      default -> Duration.ofDays(count).toSeconds();
    };
  }
}
