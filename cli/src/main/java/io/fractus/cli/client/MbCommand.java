// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus mb}: makes a bucket. */
@Command(
    name = "mb",
    description = "Make a bucket.",
    footerHeading = "%nExample:%n",
    footer = {"  fractus mb demo", "  fractus mb --class ARCHIVE tapes"})
public final class MbCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "BUCKET", description = "Its name.")
  String bucket = "";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description =
          "What is put into it without naming a storage class: STANDARD, RAID5, RAID6, RAID7, WIDE"
              + " or ARCHIVE.")
  String storageClass = "";

  @Mixin final ApiOptions api = new ApiOptions();

  public MbCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String path = ApiClient.bucketPath(Target.bucket(bucket));
    try (ApiClient client = api.connect(console)) {
      client.call("PUT", path);
      if (!storageClass.isEmpty()) {
        client.call("PUT", path + "/storage-class/" + ApiClient.encode(storageClass));
      }
    }
    console.say("made " + bucket);
    return Failure.DONE;
  }
}
