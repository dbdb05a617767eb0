// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.platform.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fractus ls}: buckets, or objects. */
@Command(
    name = "ls",
    description = "List the buckets, or the objects of one.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus ls", "  fractus ls demo/photos/", "  fractus ls demo --recursive --json"})
public final class LsCommand implements Callable<Integer> {
  private static final String PAGE = "1000";

  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BUCKET[/PREFIX]",
      description = "What to list; the buckets if not given.")
  @Nullable String target;

  @Option(
      names = {"-r", "--recursive"},
      description = "Every object, not one level of the keys' slashes.")
  boolean recursive;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Mixin final ApiOptions api = new ApiOptions();

  public LsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.connect(console)) {
      if (target == null) {
        buckets(client);
      } else {
        int slash = target.indexOf('/');
        String bucket = Target.bucket(slash < 0 ? target : target.substring(0, slash));
        objects(client, bucket, slash < 0 ? "" : target.substring(slash + 1));
      }
    }
    return Failure.DONE;
  }

  private void buckets(ApiClient client) {
    for (JsonNode bucket : Answers.list(client.get("/api/v1/buckets", Map.of()), "buckets")) {
      console.print(
          json
              ? bucket.toString()
              : Answers.text(bucket, "created") + "  " + Answers.text(bucket, "name"));
    }
  }

  private void objects(ApiClient client, String bucket, String prefix) {
    String after = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("prefix", prefix);
      query.put("delimiter", recursive ? "" : "/");
      query.put("after", after);
      query.put("max", PAGE);
      query.values().removeIf(String::isEmpty);
      JsonNode page = client.get(ApiClient.bucketPath(bucket) + "/objects", query);
      for (JsonNode common : Answers.list(page, "commonPrefixes")) {
        printPrefix(common);
      }
      for (JsonNode object : Answers.list(page, "objects")) {
        printObject(object);
      }
      after = Answers.text(page, "next");
    } while (!after.isEmpty());
  }

  private void printPrefix(JsonNode prefix) {
    console.print(
        json
            ? "{\"prefix\":" + prefix + "}"
            : " ".repeat(26) + String.format("%10s  ", "") + prefix.asString());
  }

  private void printObject(JsonNode object) {
    if (json) {
      console.print(object.toString());
      return;
    }
    String size = new ByteSize(object.path("size").asLong()).toString();
    console.print(
        String.format("%-24s  %10s  ", Answers.text(object, "lastModified"), size)
            + Answers.key(object));
  }
}
