// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static LogRecord entry(Level level, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setInstant(Instant.parse("2026-03-01T12:00:00Z"));
    entry.setLoggerName("io.fractus.node.SeederNode");
    return entry;
  }

  @Test
  void isOneLineInColumns() {
    assertThat(new LogLines().format(entry(Level.INFO, "node n1 is paused")))
        .isEqualTo(
            "2026-03-01T12:00:00.000Z INFO  SeederNode node n1 is paused" + System.lineSeparator());
    assertThat(new LogLines().format(entry(Level.SEVERE, "x"))).contains("Z ERROR SeederNode x");
    assertThat(new LogLines().format(entry(Level.WARNING, "x"))).contains("Z WARN  SeederNode x");
    assertThat(new LogLines().format(entry(Level.FINE, "x"))).contains("Z DEBUG SeederNode x");
    assertThat(new LogLines().format(entry(Level.FINER, "x"))).contains("Z TRACE SeederNode x");
  }

  @Test
  void foldsTracesAndMessagesOfSeveralLines() {
    LogRecord entry = entry(Level.WARNING, "first\r\n  second");
    entry.setThrown(new IllegalStateException("why", new RuntimeException("because")));
    String line = new LogLines().format(entry);
    assertThat(line.strip()).doesNotContain("\n", "\r");
    assertThat(line)
        .contains(
            "SeederNode first | second | java.lang.IllegalStateException: why | at io.fractus.",
            " | Caused by: java.lang.RuntimeException: because | ");
  }
}
