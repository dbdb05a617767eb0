// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.cli.base.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MainTest {
  @TempDir Path directory;

  @Test
  void run_noCommand_saysWhichThereAre() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run()).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("up ", "put ", "doctor ");
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void run_unknownCommand_isWrongUsage() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("frobnicate")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("frobnicate").doesNotContain("\tat ");
  }

  @Test
  void help_everyCommand_hasExamples() {
    CommandLine line =
        Main.commandLine(new Terminal().console(), new FractusCommand(new Terminal().console()));
    for (String command : line.getSubcommands().keySet()) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run(command, "--help")).as(command).isZero();
      assertThat(terminal.out()).as(command).contains("Example", "fractus " + command);
    }
  }

  @Test
  void version_asCommandAndAsOption_isTheSame() {
    Terminal command = new Terminal();
    Terminal option = new Terminal();
    assertThat(command.run("version")).isZero();
    assertThat(option.run("--version")).isZero();
    assertThat(command.out()).startsWith("fractus ").isEqualTo(option.out());
  }

  @Test
  void ls_noCloudThere_isNotReachable() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("ls", "--data", directory.toString())).isEqualTo(Failure.NOT_REACHABLE);
    assertThat(terminal.err()).contains(directory.toString(), "fractus up");
  }

  @Test
  void get_notOfTheFormBucketKey_isWrongUsage() {
    for (String bad : List.of("demo", "demo/", "/key", "DEMO/key", "demo/../x")) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run("get", bad)).as(bad).isEqualTo(Failure.WRONG_USAGE);
      assertThat(terminal.err()).as(bad).startsWith("fractus: ").hasLineCount(1);
    }
  }

  @Test
  void gateway_passphraseMissingOrShort_saysSoAndShowsNothingOfIt() throws Exception {
    Path file = directory.resolve("words");
    Terminal missing = new Terminal();
    assertThat(missing.run("gateway", "--passphrase-file", file.toString()))
        .isEqualTo(Failure.FAILED);
    assertThat(missing.err()).contains("no passphrase at " + file).doesNotContain("tracker");
    Files.writeString(file, "elevenchars");
    Terminal brief = new Terminal();
    assertThat(brief.run("gateway", "--passphrase-file", file.toString()))
        .isEqualTo(Failure.WRONG_USAGE);
    assertThat(brief.err()).contains("at least 12").doesNotContain("eleven");
  }

  @Test
  void up_layoutThatNeedsMoreNodes_isWrongUsageWithTheNumbers() {
    Terminal terminal = new Terminal();
    Path data = directory.resolve("cloud");
    int code =
        terminal.run("up", "--data", data.toString(), "--nodes", "5", "--layout", "raid6:4+2x2");
    assertThat(code).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("12 nodes", "are 5");
    assertThat(data).as("nothing is made on disk").doesNotExist();
  }

  @Test
  void up_layoutThatIsNone_isWrongUsage() {
    Terminal terminal = new Terminal();
    String data = directory.resolve("cloud").toString();
    assertThat(terminal.run("up", "--data", data, "--nodes", "5", "--layout", "raid9:1"))
        .isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("raid9");
  }

  @Test
  void up_directoryOfSomethingElse_failsAndLeavesItAlone() throws Exception {
    Files.writeString(directory.resolve("letter.txt"), "mine");
    Terminal terminal = new Terminal();
    assertThat(terminal.run("up", "--data", directory.toString())).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("not empty");
    assertThat(directory).isDirectoryNotContaining("glob:**run");
  }

  @Test
  void up_directoryOfAnotherVersion_failsAndSaysSo() throws Exception {
    Files.writeString(directory.resolve("FORMAT"), "cloud 99\n");
    Terminal terminal = new Terminal();
    assertThat(terminal.run("up", "--data", directory.toString())).isEqualTo(Failure.FAILED);
    assertThat(terminal.err()).contains("'cloud 99'");
  }

  @Test
  void node_withoutName_isWrongUsage() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("node")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("--name");
  }

  @Test
  void node_sizeThatIsNone_isWrongUsage() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("node", "--share", "plenty")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("'plenty' is not a size");
  }

  @Test
  void node_engineThatIsNone_isWrongUsageWithTheNames() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("node", "--engine", "steam")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err())
        .containsIgnoringCase("steam")
        .containsIgnoringCase("libtorrent, java, bt");
  }

  @Test
  void roles_onAllAddresses_needTheOneThatOthersReach() {
    for (String role : List.of("tracker", "gateway")) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run(role, "--host", "0.0.0.0")).isEqualTo(Failure.WRONG_USAGE);
      assertThat(terminal.err()).contains("--advertised-host");
    }
  }

  @Test
  void gateway_kernelThatIsNone_isWrongUsageWithTheNames() {
    for (String option : List.of("--coding", "--hashing")) {
      Terminal terminal = new Terminal();
      assertThat(terminal.run("gateway", option, "gpu")).isEqualTo(Failure.WRONG_USAGE);
      assertThat(terminal.err()).contains("'gpu'").hasLineCount(1);
    }
  }

  @Test
  void doctor_onThisMachine_saysWhatAGatewayWouldComputeWith() {
    Terminal terminal = new Terminal();
    terminal.run("doctor", "--json");
    assertThat(terminal.out().lines())
        .anySatisfy(line ->
            assertThat(line).contains("\"name\":\"coding\"").contains("\"ok\":true", "GB/s"))
        .anySatisfy(line ->
            assertThat(line).contains("\"name\":\"hashing\"").contains("\"ok\":true", "SHA-1"));
  }

  @Test
  void gateway_bitsThatAreTooShort_isWrongUsage() {
    Terminal terminal = new Terminal();
    assertThat(terminal.run("gateway", "--bit-size", "1kB")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("1000").hasLineCount(1);
  }

  @Test
  void debug_onFailure_showsTheTrace() {
    Terminal terminal = new Terminal(Map.of(), new byte[0]);
    assertThat(terminal.run("ls", "--debug", "--data", directory.toString()))
        .isEqualTo(Failure.NOT_REACHABLE);
    assertThat(terminal.err()).contains("\tat io.fractus");
  }
}
