// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class SettingsTest {
  @TempDir Path directory;

  @Test
  void port_saidByAll_flagWins() throws IOException {
    String file = file("[tracker]\nport = 7002\n");
    Map<String, String> environment = Map.of("FRACTUS_TRACKER_PORT", "7001");
    assertThat(port(environment, "--config", file, "--port", "7000")).isEqualTo(7000);
  }

  @Test
  void port_saidByEnvironmentAndFile_environmentWins() throws IOException {
    String file = file("[tracker]\nport = 7002\n");
    assertThat(port(Map.of("FRACTUS_TRACKER_PORT", "7001"), "--config=" + file)).isEqualTo(7001);
  }

  @Test
  void port_saidByFileOnly_fileWins() throws IOException {
    String file = file("[tracker]\nport = 7002\nhost = \"0.0.0.0\"\n");
    assertThat(port(Map.of(), "--config", file)).isEqualTo(7002);
    assertThat(port(Map.of("FRACTUS_CONFIG", file))).isEqualTo(7002);
  }

  @Test
  void port_saidByNobody_isTheDefault() throws IOException {
    assertThat(port(Map.of("FRACTUS_GATEWAY_PORT", "7001"))).isEqualTo(6969);
    assertThat(port(Map.of(), "--config", file("[gateway]\nport = 7002\n"))).isEqualTo(6969);
  }

  @Test
  void node_fileThatComesWithTheUnit_hasKnownKeysOnly() {
    Path shipped = Path.of("..", "seeder-node", "src", "main", "systemd", "node.toml");
    Terminal terminal = new Terminal();
    assertThat(terminal.run("node", "status", "--config", shipped.toString()))
        .as(terminal.err())
        .isEqualTo(Failure.NOT_REACHABLE);
  }

  @Test
  void file_unknownKey_namesTheKnownOnes() throws IOException {
    String file = file("[tracker]\nprot = 7002\n");
    assertThatThrownBy(() -> port(Map.of(), "--config", file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("unknown key 'tracker.prot'")
        .hasMessageContaining(
            "advertised-host, burst-pause, call-port, data, host, movement-per-day, patience");
  }

  @Test
  void file_unknownTable_namesTheKnownOnes() throws IOException {
    String file = file("[trakcer]\nport = 7002\n");
    assertThatThrownBy(() -> port(Map.of(), "--config", file))
        .hasMessageContaining("unknown table 'trakcer'")
        .hasMessageContaining("gateway, node, tracker, up");
  }

  @Test
  void file_hiddenOptions_areNotKeys() throws IOException {
    String file = file("[tracker]\nparent-pid = 1\n");
    assertThatThrownBy(() -> port(Map.of(), "--config", file))
        .hasMessageContaining("unknown key 'tracker.parent-pid'");
  }

  @Test
  void file_notToml_isWrongUsage() throws IOException {
    String file = file("port: 7002\n");
    Terminal terminal = new Terminal();
    assertThat(terminal.run("tracker", "--config", file)).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains(file, "not TOML").hasLineCount(1);
  }

  @Test
  void file_notThere_isWrongUsage() {
    Terminal terminal = new Terminal();
    String file = directory.resolve("none.toml").toString();
    assertThat(terminal.run("tracker", "--config", file)).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("no configuration file at " + file);
  }

  @Test
  void environment_notANumber_isWrongUsage() {
    Terminal terminal = new Terminal(Map.of("FRACTUS_TRACKER_PORT", "many"), new byte[0]);
    assertThat(terminal.run("tracker")).isEqualTo(Failure.WRONG_USAGE);
    assertThat(terminal.err()).contains("--port", "'many'");
  }

  private String file(String text) throws IOException {
    Path file = directory.resolve("fractus.toml");
    Files.writeString(file, text);
    return file.toString();
  }

  private static Object port(Map<String, String> environment, String... arguments) {
    Console console = new Terminal(environment, new byte[0]).console();
    CommandLine line = Main.commandLine(console, new FractusCommand(console));
    List<String> all = new java.util.ArrayList<>(List.of("tracker"));
    all.addAll(List.of(arguments));
    Settings.install(line, all, environment);
    return line.parseArgs(all.toArray(String[]::new))
        .subcommand()
        .commandSpec()
        .findOption("--port")
        .getValue();
  }
}
