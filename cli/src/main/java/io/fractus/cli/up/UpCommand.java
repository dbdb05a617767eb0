// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.platform.DataDirectory;
import io.fractus.platform.DurableFiles;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fractus up}: a whole cloud on this machine. */
@Command(
    name = "up",
    description = "Run a whole cloud on this machine: tracker, gateway and nodes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus up",
      "  fractus up --data /srv/fractus --nodes 6 --layout raid6:4+2",
      "  fractus up --port 0 --tracker-port 0 --bt-port 0",
      "",
      "The line 'ready' says that a put would succeed. Ctrl-C stops everything; the",
      "next 'up' on the same directory goes on with its data."
    })
public final class UpCommand implements Callable<Integer> {
  private static final int FORMAT = 1;

  private final Console console;
  private final SecureRandom random = new SecureRandom();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept; ./fractus-data if not given.")
  Path data = Path.of("fractus-data");

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in TOML, table [up].")
  @Nullable Path config;

  @Mixin final PlanOptions options = new PlanOptions();

  public UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    checkGivenLayout();
    try (DataDirectory directory = DataDirectory.open(data, "cloud", FORMAT)) {
      run(directory.path());
    }
    return Failure.DONE;
  }

  /** Before anything is made on disk, as far as it can be known without the disk. */
  private void checkGivenLayout() {
    if (options.layout != null && options.nodes != null) {
      DefaultLayout.check(options.layout, options.nodes);
    }
  }

  private void run(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("run"));
    Files.createDirectories(directory.resolve("log"));
    Files.createDirectories(directory.resolve("nodes"));
    Leftovers.stop(directory, console);
    CloudPlan plan = options.resolve(remembered(directory), random);
    plan.requireFreePorts();
    Files.deleteIfExists(directory.resolve("endpoints.json"));
    Credentials credentials = Credentials.loadOrCreate(directory.resolve("credentials"), random);
    remember(directory, plan);

    LocalCloud cloud = new LocalCloud(directory, plan, console);
    Thread hook = Thread.ofPlatform().unstarted(() -> stopAndLeave(cloud));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      cloud.start();
    } catch (RuntimeException e) {
      leaveByOurselves(hook);
      cloud.stop();
      throw e;
    }
    Banner.print(console, directory, plan, cloud.apiUrl(), credentials);
    console.print("ready");
    new CountDownLatch(1).await();
  }

  /** Whoever stops this gets what it asked for: exit code 0, not that of a signal. */
  private static void stopAndLeave(LocalCloud cloud) {
    cloud.stop();
    Runtime.getRuntime().halt(Failure.DONE);
  }

  private static void leaveByOurselves(Thread hook) throws InterruptedException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The hook runs already and ends this process.
      new CountDownLatch(1).await();
    }
  }

  private static Optional<CloudPlan> remembered(Path directory) throws IOException {
    Path file = directory.resolve("cloud.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Files.readString(file), CloudPlan.class));
    } catch (IllegalArgumentException e) {
      throw Failure.failed(file + " is " + e.getMessage(), e);
    }
  }

  private static void remember(Path directory, CloudPlan plan) throws IOException {
    String text = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(plan) + "\n";
    DurableFiles.write(directory.resolve("cloud.json"), text.getBytes(StandardCharsets.UTF_8));
  }
}
