// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.raid.object.ObjectKey;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus rm}: deletes objects. */
@Command(
    name = "rm",
    description = "Delete objects; their bits are reclaimed in the background.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus rm demo/photos/photo.jpg", "  fractus rm -f demo/a demo/b"})
public final class RmCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(arity = "1..*", paramLabel = "BUCKET/KEY", description = "What to delete.")
  List<String> targets = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "An object that is not there is no failure.")
  boolean force;

  @Mixin final ApiOptions api = new ApiOptions();

  public RmCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<ObjectKey> objects = targets.stream().map(Target::object).toList();
    try (ApiClient client = api.connect(console)) {
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
}
