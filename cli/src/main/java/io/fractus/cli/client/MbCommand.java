// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fractus mb}: makes a bucket. */
@Command(
    name = "mb",
    description = "Make a bucket.",
    footerHeading = "%nExample:%n",
    footer = "  fractus mb demo")
public final class MbCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "BUCKET", description = "Its name.")
  String bucket = "";

  @Mixin final ApiOptions api = new ApiOptions();

  public MbCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String path = ApiClient.bucketPath(Target.bucket(bucket));
    try (ApiClient client = api.connect(console)) {
      client.call("PUT", path);
    }
    console.say("made " + bucket);
    return Failure.DONE;
  }
}
