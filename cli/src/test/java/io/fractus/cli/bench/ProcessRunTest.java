// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.cli.base.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes of the cold benchmark. */
class ProcessRunTest {
  @Test
  void of_aJvm_countsItsProcessorTime() throws Exception {
    ProcessRun run = ProcessRun.of(Java.version());
    // A JVM cannot start in less than one tick of 10 ms, of both measures.
    assertThat(run.wallMillis()).isGreaterThan(1);
    assertThat(run.cpuMillis()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void of_firstEncode_printsTwoNumbers() throws Exception {
    ProcessRun run =
        ProcessRun.of(Java.run(List.of(), FirstEncode.class.getName(), List.of("loops")));
    assertThat(run.output().trim()).matches("\\d+ \\d+");
  }

  @Test
  void of_aCommandThatFails_isAFailure() {
    assertThatThrownBy(
            () -> ProcessRun.of(Java.run(List.of(), FirstEncode.class.getName(), List.of("none"))))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("ended with 1");
  }
}
