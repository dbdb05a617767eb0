// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import io.fractus.raid.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fractus stat}: where the bytes of an object are. */
@Command(
    name = "stat",
    description = {
      "Show an object: what it can bear, its stripes, their bits, and who holds them. Chances are",
      "bounds: a node is here at least as often as is counted on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus stat demo/photos/photo.jpg",
      "  fractus stat demo/all.tar --stripes 20 --why",
      "  fractus stat demo/all.tar --json"
    })
public final class StatCommand implements Callable<Integer> {
  private static final int HASH_SHOWN = 12;

  private final Console console;

  @Parameters(paramLabel = "BUCKET/KEY", description = "Which object.")
  String target = "";

  @Option(
      names = "--stripes",
      paramLabel = "N",
      description = "Print as many stripes, the worst first (default: ${DEFAULT-VALUE}).")
  int most = 3;

  @Option(names = "--why", description = "Say of each copy why it is where it is.")
  boolean why;

  @Option(names = "--json", description = "Print all of it as one JSON object.")
  boolean json;

  @Mixin final ApiOptions api = new ApiOptions();

  public StatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ObjectKey key = Target.object(target);
    JsonNode placement;
    JsonNode classes;
    try (ApiClient client = api.connect(console)) {
      placement = client.get(ApiClient.path(key) + "/placement", Map.of());
      classes = client.get("/api/v1/classes", Map.of());
    }
    if (json) {
      console.print(placement.toString());
    } else {
      print(key, placement, classes);
    }
    return Failure.DONE;
  }

  private void print(ObjectKey key, JsonNode placement, JsonNode classes) {
    JsonNode object = placement.path("object");
    JsonNode outlook = placement.path("outlook");
    List<JsonNode> stripes = new ArrayList<>(Answers.list(placement, "stripes"));
    long size = object.path("size").asLong();
    long total = outlook.isObject() ? outlook.path("stripes").asLong() : stripes.size();
    console.print(console.bold(key.toString()));
    console.print("  size        " + new ByteSize(size) + " (" + size + " bytes)");
    console.print("  MD5         " + Answers.text(object, "etag"));
    console.print("  type        " + Answers.text(object, "contentType"));
    console.print("  modified    " + Answers.text(object, "lastModified"));
    console.print("  layout      " + Answers.text(object, "layout"));
    new ClassText(console).print(Answers.text(object, "storageClass"), classes);
    console.print("  stripes     " + total);
    OutlookText text = new OutlookText(console);
    text.printObject(outlook);
    stripes.sort(OutlookText.WORST_FIRST);
    for (JsonNode stripe : stripes.subList(0, Math.clamp(most, 0, stripes.size()))) {
      console.print("");
      printStripe(stripe);
      text.printStripe(stripe, why);
    }
    if (total > most) {
      console.print("");
      console.print(
          (total - Math.max(0, most))
              + " more stripes, which fare no worse"
              + (stripes.size() > most ? ": --stripes " + stripes.size() : ""));
    }
  }

  private void printStripe(JsonNode stripe) {
    List<JsonNode> bits = Answers.list(stripe, "bits");
    long reachable =
        bits.stream()
            .filter(bit -> Answers.list(bit, "copies").stream().anyMatch(StatCommand::serves))
            .count();
    long needed = stripe.path("needed").asLong();
    String health = needed + " of " + bits.size() + " bits needed, " + reachable + " reachable";
    console.print(
        "stripe %d  bytes %d+%d  %s  "
                .formatted(
                    stripe.path("number").asInt(),
                    stripe.path("offset").asLong(),
                    stripe.path("length").asLong(),
                    Answers.text(stripe, "layout"))
            + (reachable >= needed ? console.green(health) : console.red(health)));
    Table table = new Table("  bit", "role", "length", "infohash", "copies", "holders");
    for (JsonNode bit : bits) {
      List<JsonNode> copies = Answers.list(bit, "copies");
      table.add(
          "  " + bit.path("index").asInt(),
          Answers.text(bit, "role"),
          new ByteSize(bit.path("length").asLong()),
          shorten(Answers.text(bit, "infoHash")),
          copies.stream().filter(StatCommand::serves).count()
              + "/"
              + bit.path("copiesWanted").asInt(),
          copies.stream().map(StatCommand::holder).collect(Collectors.joining(", "))
              + (bit.path("staged").asBoolean() ? " (staged)" : ""));
    }
    table.print(console);
  }

  private static String shorten(String hash) {
    return hash.length() <= HASH_SHOWN ? hash : hash.substring(0, HASH_SHOWN);
  }

  private static boolean serves(JsonNode copy) {
    return copy.path("online").asBoolean() && Answers.text(copy, "state").matches("(?i)complete");
  }

  /** The node, and what keeps its copy from being read, if anything does. */
  private static String holder(JsonNode copy) {
    String state = Answers.text(copy, "state").toLowerCase(Locale.ROOT);
    String name = Answers.text(copy, "nodeName");
    if (!copy.path("online").asBoolean()) {
      return name + "[absent]";
    }
    return state.equals("complete") ? name : name + "[" + state + "]";
  }
}
