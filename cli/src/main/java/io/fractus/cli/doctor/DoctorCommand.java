// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fractus doctor}: what is wrong with this machine, or with the cloud on it. */
@Command(
    name = "doctor",
    description = "Check this machine, and the cloud on it if there is one.",
    footerHeading = "%nExamples:%n",
    footer = {"  fractus doctor", "  fractus doctor --data /srv/fractus --json"})
public final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of a cloud; ./fractus-data if that is there.")
  @Nullable Path data;

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  public DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<Check> checks = checks();
    checks.forEach(this::print);
    return checks.stream().allMatch(Check::ok) ? Failure.DONE : Failure.FAILED;
  }

  private List<Check> checks() throws IOException {
    Path wanted = (data != null ? data : Path.of("fractus-data")).toAbsolutePath().normalize();
    boolean cloud = Files.exists(wanted.resolve("endpoints.json"));
    Path directory = existing(wanted);
    List<Check> checks = new ArrayList<>();
    checks.add(MachineChecks.java());
    checks.add(MachineChecks.engine());
    checks.addAll(KernelChecks.all());
    checks.add(MachineChecks.fsync(directory));
    checks.add(MachineChecks.disk(directory));
    if (cloud || data != null) {
      checks.addAll(CloudChecks.all(wanted));
    } else {
      checks.add(MachineChecks.ports());
    }
    return checks;
  }

  /** The directory itself, or the nearest one above it that is there. */
  private static Path existing(Path wanted) {
    Path directory = wanted;
    while (!Files.isDirectory(directory) && directory.getParent() != null) {
      directory = directory.getParent();
    }
    return directory;
  }

  private void print(Check check) {
    if (json) {
      console.print(Json.write(check));
    } else {
      console.print(
          (check.ok() ? console.green("✓") : console.red("✗"))
              + " "
              + check.name()
              + "  "
              + check.detail());
    }
  }
}
