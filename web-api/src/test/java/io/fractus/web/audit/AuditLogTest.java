// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.Json;
import io.fractus.web.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuditLogTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");

  @TempDir Path directory;

  @Test
  void lines_moreThanFit_areInFilesOfWhichTheOldestGo() throws IOException {
    int line = Json.write(entry("k0000")).length() + 1;
    int ofFile = 10;
    try (AuditLog log = AuditLog.open(directory, (long) line * ofFile, InstantSource.fixed(NOW))) {
      IntStream.range(0, 125).forEach(i -> log.add(entry("k%04d".formatted(i))));
    }
    // Of thirteen files the last eight are there: the newest five lines, and seven tens before.
    List<String> keys = new ArrayList<>();
    for (int number = Limits.AUDIT_FILES_MAX - 1; number >= 0; number--) {
      Path file = directory.resolve(number == 0 ? "audit.log" : "audit.log." + number);
      for (String text : Files.readAllLines(file)) {
        keys.add(Json.read(text, JsonNode.class).get("key").asString());
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(keys)
        .containsExactlyElementsOf(IntStream.range(50, 125).mapToObj("k%04d"::formatted).toList());
    assertThat(directory.resolve("audit.log." + Limits.AUDIT_FILES_MAX)).doesNotExist();
  }

  @Test
  void log_openedAgain_goesOnInItsFile() throws IOException {
    for (String key : List.of("a", "b\nc \"d\"")) {
      try (AuditLog log = AuditLog.open(directory, InstantSource.fixed(NOW))) {
        log.add(entry(key));
      }
    }
    List<String> lines = Files.readAllLines(directory.resolve("audit.log"));
    assertThat(lines).hasSize(2);
    assertThat(Json.read(lines.get(1), JsonNode.class).get("key").asString())
        .isEqualTo("b\nc \"d\"");
  }

  @Test
  void directory_thatCannotBeWritten_costsLinesAndNoRequest() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (AuditLog log = AuditLog.open(file.resolve("below"), InstantSource.fixed(NOW))) {
      IntStream.range(0, 2 * Limits.AUDIT_QUEUE_MAX).forEach(i -> log.add(entry("k" + i)));
    }
    assertThat(Files.size(file)).isZero();
  }

  private static AuditEntry entry(String key) {
    return new AuditEntry(
        NOW, "s3", "ID", "::1", "u", "KEY", "GET", "GetObject", "b", key, 200, "", 0, 5, 1);
  }
}
