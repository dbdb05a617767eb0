// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code fractus nodes}: who offers space. */
@Command(
    name = "nodes",
    description = "List the nodes of the cloud, or what happened to one.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus nodes", "  fractus nodes --json", "  fractus nodes --events node-03"})
public final class NodesCommand implements Callable<Integer> {
  private static final int HASH_SHOWN = 12;

  private final Console console;

  @Option(
      names = "--events",
      paramLabel = "NAME",
      description = "What happened to this node, newest first.")
  @Nullable String events;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Mixin final ApiOptions api = new ApiOptions();

  public NodesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<JsonNode> rows;
    try (ApiClient client = api.connect(console)) {
      rows =
          events == null
              ? byName(Answers.list(client.get("/api/v1/nodes", Map.of()), "nodes"))
              : Answers.list(
                  client.get("/api/v1/nodes/" + ApiClient.encode(events) + "/events", Map.of()),
                  "events");
    }
    if (json) {
      rows.forEach(row -> console.print(row.toString()));
    } else if (events == null) {
      printNodes(rows);
    } else {
      printEvents(rows);
    }
    return Failure.DONE;
  }

  private static List<JsonNode> byName(List<JsonNode> nodes) {
    return nodes.stream().sorted(Comparator.comparing(node -> Answers.text(node, "name"))).toList();
  }

  private void printNodes(List<JsonNode> nodes) {
    Table table =
        new Table("name", "site", "class", "online", "used/share", "bits", "faults", "tags");
    for (JsonNode node : nodes) {
      table.add(
          Answers.text(node, "name"),
          Answers.text(node, "site"),
          Answers.text(node, "nodeClass"),
          node.path("online").asBoolean() ? "yes" : "no",
          new ByteSize(node.path("usedBytes").asLong())
              + "/"
              + new ByteSize(node.path("shareBytes").asLong()),
          node.path("bits").asLong(),
          node.path("faults").asLong(),
          Answers.list(node, "tags").stream()
              .map(JsonNode::asString)
              .collect(Collectors.joining(" ")));
    }
    table.print(console);
  }

  private void printEvents(List<JsonNode> happened) {
    Table table = new Table("at", "kind", "bit", "detail");
    for (JsonNode event : happened) {
      String bit = Answers.text(event, "bit");
      table.add(
          Answers.text(event, "at"),
          Answers.text(event, "kind"),
          bit.length() <= HASH_SHOWN ? bit : bit.substring(0, HASH_SHOWN),
          Answers.text(event, "detail"));
    }
    table.print(console);
  }
}
