// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.token.TrackerAdmin;
import io.fractus.platform.ByteSize;
import io.fractus.protocol.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code fractus repair}: how far repair and movement are, and who will not come back. */
@Command(
    name = "repair",
    description = {
      "Show which copies are made again because their nodes are gone and which move to better",
      "ones, or have those of a node that will not come back made again now. If it does come",
      "back, its copies count again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the tracker refused", "2:wrong usage", "3:no tracker answers"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus repair",
      "  fractus repair --lost n7 --reason 'its disk burnt'",
      "  fractus repair --json | jq .queue"
    })
public final class RepairCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--lost",
      paramLabel = "NODE",
      description = "This node, by its name or id, will not come back.")
  @Nullable String lost;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for its events.")
  @Nullable String reason;

  @Option(names = "--json", description = "One JSON object.")
  boolean json;

  @Mixin final TrackerAdmin tracker = new TrackerAdmin();

  public RepairCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (reason != null && lost == null) {
      throw Failure.wrongUsage("--reason is for --lost");
    }
    String answer =
        lost == null
            ? tracker.call("GET", "/api/v1/repair", "")
            : tracker.call(
                "POST",
                "/api/v1/nodes/" + ApiClient.encode(lost) + "/lost",
                reason == null ? "" : Json.write(Map.of("reason", reason)));
    JsonNode status = Json.read(answer, JsonNode.class);
    if (status instanceof ObjectNode all) {
      all.set("movement", Json.read(tracker.call("GET", "/api/v1/movement", ""), JsonNode.class));
    }
    if (json) {
      console.print(status.toString());
    } else {
      print(status);
    }
    return Failure.DONE;
  }

  private void print(JsonNode status) {
    JsonNode queue = status.path("queue");
    console.print(
        "waiting    %d without a copy, %d urgent, %d permanent, %d absent"
            .formatted(
                queue.path("rebuild").asInt(),
                queue.path("urgent").asInt(),
                queue.path("permanent").asInt(),
                queue.path("absent").asInt()));
    console.print(
        "under way  %d copies (%s), %d rebuilt by gateways"
            .formatted(
                status.path("underWay").asInt(),
                size(status, "underWayBytes"),
                status.path("rebuilding").asInt()));
    JsonNode reserve = status.path("reserve");
    console.print(
        "reserve    %d copies more than wanted (%s)%s"
            .formatted(
                reserve.path("copies").asLong(),
                size(reserve, "bytes"),
                reserve.path("givesWayUntil").isString()
                    ? ", none to be kept before " + reserve.path("givesWayUntil").asString()
                    : ""));
    if (!status.path("pausedUntil").isNull()) {
      console.print(
          "paused     until %s, but for what is urgent: many nodes went at once"
              .formatted(status.path("pausedUntil").asString()));
    }
    status
        .path("stuck")
        .properties()
        .forEach(reasons ->
            console.print(
                "stuck      %d: %s".formatted(reasons.getValue().asInt(), reasons.getKey())));
    print("today", status.path("today"));
    print("7 days", status.path("week"));
    printMovement(status.path("movement"));
    if (!status.path("lost").isEmpty()) {
      Table table = new Table("lost node", "site", "since", "copies", "why");
      for (JsonNode node : status.path("lost")) {
        table.add(
            node.path("name").asString(),
            node.path("site").asString(),
            node.path("since").asString(),
            node.path("copies").asString(),
            node.path("reason").asString());
      }
      console.print("");
      table.print(console);
    }
  }

  private void printMovement(JsonNode movement) {
    String waitsFor = movement.path("waitsFor").asString("");
    JsonNode week = movement.path("week");
    console.print(
        "movement   %s, %s of %s a day left, %d copies under way, %d more than wanted for readers"
            .formatted(
                waitsFor.isEmpty() ? "goes on" : "waits: " + waitsFor,
                size(movement, "bytesLeft"),
                size(movement, "bytesPerDay"),
                movement.path("underWay").asInt(),
                movement.path("extraCopies").asLong()));
    console.print(
        "moved      %d for readers, %d cold, %d off slow nodes in 7 days (%s)"
            .formatted(
                week.path("hot").asLong(),
                week.path("cold").asLong(),
                week.path("demoted").asLong(),
                size(week, "bytes")));
  }

  private void print(String when, JsonNode done) {
    console.print(
        "%-10s %d copies (%s) made, %d bits (%s) rebuilt from %s, %d surplus copies let go"
            .formatted(
                when,
                done.path("copies").asLong(),
                size(done, "bytes"),
                done.path("rebuilt").asLong(),
                size(done, "rebuiltBytes"),
                size(done, "readBytes"),
                done.path("surplus").asLong()));
  }

  private static ByteSize size(JsonNode node, String name) {
    return new ByteSize(node.path(name).asLong());
  }
}
