// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.raid.object.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus rm}: deletes objects. */
@Command(
    name = "rm",
    description = "Delete objects; their bits are reclaimed in the background.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus rm demo/photos/photo.jpg",
      "  fractus rm -f demo/a demo/b",
      "  fractus rm --version 00000000000000017d9255472f969b8c ledger/page"
    })
public final class RmCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "BUCKET/KEY", description = "What to delete.")
  List<String> targets = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "An object that is not there is no failure.")
  boolean force;

  @Option(
      names = "--version",
      paramLabel = "ID",
      description = {
        "This version of an object, for good; S3 lists them (?versions).",
        "One that is locked stays, and the refusal says until when."
      })
  @Nullable String version;

  @Mixin final ApiOptions api = new ApiOptions();

  public RmCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<ObjectKey> objects = targets.stream().map(Target::object).toList();
    if (version != null && objects.size() > 1) {
      throw Failure.wrongUsage("--version is of one object, not of " + objects.size());
    }
    try (ApiClient client = api.connect(console)) {
      if (version != null) {
        deleteVersion(client, objects.getFirst(), version);
        return Failure.DONE;
      }
      for (ObjectKey object : objects) {
        String path = ApiClient.path(object);
        boolean there = client.exists(path);
        if (!there && !force) {
          throw Failure.failed("no object " + object);
        }
        if (there) {
          client.call("DELETE", path);
          console.say("deleted " + object);
        }
      }
    }
    return Failure.DONE;
  }

  private void deleteVersion(ApiClient client, ObjectKey object, String id) {
    String path =
        ApiClient.path(object) + "?version=" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    if (client.delete(path)) {
      console.say("deleted version " + id + " of " + object);
    } else if (!force) {
      throw Failure.failed("no version " + id + " of " + object);
    }
  }
}
