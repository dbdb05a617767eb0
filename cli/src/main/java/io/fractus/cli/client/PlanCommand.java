// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.token.TrackerAdmin;
import io.fractus.protocol.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code fractus plan}: which layouts would do on the nodes that there are. */
@Command(
    name = "plan",
    description = {
      "Show what a layout would give on the nodes that there are, or which layouts give what is",
      "wished: cheapest first, or those that come closest and what is in the way."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:there is such a layout",
      "1:there is none, or the tracker refused",
      "2:wrong usage",
      "3:no tracker answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus plan --layout raid6:8+2x2",
      "  fractus plan --target 99.99%%/worst-hour,11-nines/year,3x",
      "  fractus plan --availability 0.9999 --durability 11 --overhead 3"
    })
public final class PlanCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--layout", paramLabel = "LAYOUT", description = "What does this layout give?")
  @Nullable String layout;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "What a storage class may ask for: 99.99%%/worst-hour,11-nines/year,3x.")
  @Nullable String target;

  @Option(
      names = "--availability",
      paramLabel = "SHARE",
      description = "Readable in the worst hour of the week, such as 0.9999.")
  @Nullable Double availability;

  @Option(
      names = "--durability",
      paramLabel = "NINES",
      description = "Nines a year of not being lost, such as 11.")
  @Nullable Double durability;

  @Option(
      names = "--overhead",
      paramLabel = "TIMES",
      description = "Bytes stored for each byte of data, at most (default: 3).")
  @Nullable Double overhead;

  @Option(names = "--json", description = "One JSON object.")
  boolean json;

  @Mixin final TrackerAdmin tracker = new TrackerAdmin();

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    boolean wishes = availability != null || durability != null;
    if ((layout != null ? 1 : 0) + (target != null ? 1 : 0) + (wishes ? 1 : 0) != 1) {
      throw Failure.wrongUsage(
          "give --layout, or --target, or --availability, --durability or both of them");
    }
    if (!wishes && overhead != null) {
      throw Failure.wrongUsage("a layout has the overhead that it has: leave --overhead out");
    }
    JsonNode plan = Json.read(tracker.call("GET", "/api/v1/plan?" + query(), ""), JsonNode.class);
    if (json) {
      console.print(plan.toString());
    } else {
      print(plan);
    }
    return plan.path("fits").asBoolean() ? Failure.DONE : Failure.FAILED;
  }

  private String query() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("layout", layout);
    parameters.put("target", target);
    parameters.put("availability", availability);
    parameters.put("durability", durability);
    parameters.put("overhead", overhead);
    return parameters.entrySet().stream()
        .filter(parameter -> parameter.getValue() != null)
        .map(parameter ->
            parameter.getKey() + "=" + ApiClient.encode(String.valueOf(parameter.getValue())))
        .collect(Collectors.joining("&"));
  }

  private void print(JsonNode plan) {
    List<JsonNode> choices = Answers.list(plan, "choices");
    if (!choices.isEmpty()) {
      Table table =
          new Table(
              "layout",
              "cost",
              "nodes",
              "worst hour",
              "mean",
              "site away",
              "nines/year",
              "repair/year",
              "anchored",
              "survives site");
      for (JsonNode choice : choices) {
        table.add(
            Answers.text(choice, "layout"),
            times(choice, "overhead"),
            choice.path("nodes").asInt(),
            available(choice, "unavailableWorstHour"),
            available(choice, "unavailableMean"),
            available(choice, "unavailableAfterSite"),
            String.format(Locale.ROOT, "%.1f", choice.path("durability").asDouble()),
            times(choice, "repairPerYear"),
            String.format(Locale.ROOT, "%.0f%%", 100 * choice.path("anchored").asDouble()),
            choice.path("survivesSite").asBoolean() ? "yes" : "no");
      }
      table.print(console);
    }
    for (JsonNode shortfall : Answers.list(plan, "shortfalls")) {
      console.say(
          String.format(
              Locale.ROOT,
              "%s: %.2f wished, %.2f reached; what would help: %s",
              Answers.text(shortfall, "constraint"),
              shortfall.path("wanted").asDouble(),
              shortfall.path("reached").asDouble(),
              Answers.text(shortfall, "mend")));
    }
  }

  private static String times(JsonNode choice, String field) {
    return String.format(Locale.ROOT, "%.2fx", choice.path(field).asDouble());
  }

  private static String available(JsonNode choice, String field) {
    return OutlookText.available(choice.path(field).asDouble());
  }
}
