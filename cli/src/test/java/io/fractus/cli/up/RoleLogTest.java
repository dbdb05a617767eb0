// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose process goes on writing to it. */
class RoleLogTest {
  private static final int WAITS_MAX = 1_000;

  @TempDir private Path directory;
  private Path file;
  private RoleLog log;
  private Process process;
  private Writer says;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("role.log");
    log = new RoleLog(file, 20, 2);
    process =
        new ProcessBuilder("/bin/cat")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
            .start();
    says = process.outputWriter();
  }

  @AfterEach
  void end() throws Exception {
    says.close();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private void say(String line) throws Exception {
    long before = Files.size(file);
    says.write(line + "\n");
    says.flush();
    for (int i = 0; Files.size(file) == before && i < WAITS_MAX; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void rotate_shortLog_staysAsItIs() throws Exception {
    say("short");

    log.rotate();

    assertThat(names()).containsExactly("role.log");
    assertThat(lines("role.log")).containsExactly("short");
  }

  @Test
  void rotate_whileItsProcessWrites_goesOnFromTheBeginning() throws Exception {
    say("the first of the lines");

    log.rotate();
    say("the second");

    assertThat(lines("role.log.1")).containsExactly("the first of the lines");
    assertThat(Files.readString(file)).as("no hole is before it").isEqualTo("the second\n");
  }

  @Test
  void rotate_again_keepsTheLastOnes() throws Exception {
    for (int i = 0; i < 5; i++) {
      say("more than twenty bytes " + i);
      log.rotate();
    }

    assertThat(names()).containsExactly("role.log", "role.log.1", "role.log.2");
    assertThat(lines("role.log.1")).containsExactly("more than twenty bytes 4");
    assertThat(lines("role.log.2")).containsExactly("more than twenty bytes 3");
    assertThat(file).isEmptyFile();
  }

  @Test
  void rotate_noLog_doesNothing() throws Exception {
    new RoleLog(directory.resolve("none.log"), 20, 2).rotate();

    assertThat(names()).containsExactly("role.log");
  }
}
