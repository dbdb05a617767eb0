// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fractus rb}: removes a bucket. */
@Command(
    name = "rb",
    description = "Remove an empty bucket.",
    footerHeading = "%nExample:%n",
    footer = "  fractus rb demo")
public final class RbCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "BUCKET", description = "Its name.")
  String bucket = "";

  @Mixin final ApiOptions api = new ApiOptions();

  public RbCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String path = ApiClient.bucketPath(Target.bucket(bucket));
    try (ApiClient client = api.connect(console)) {
      client.call("DELETE", path);
    }
    console.say("removed " + bucket);
    return Failure.DONE;
  }
}
