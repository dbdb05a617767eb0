// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.torrents.ChildJvm;
import io.fractus.torrents.hash.HashKernels.Choice;
import io.fractus.torrents.hash.HashKernels.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HashKernelsTest {
  @AfterEach
  void forget() {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      HashKernels.force(algorithm, Choice.JDK);
    }
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void select_thisMachine_saysWhatIsCurrentAndWhy(HashAlgorithm algorithm) {
    Report report = HashKernels.select(algorithm, System::nanoTime);

    assertThat(HashKernels.current(algorithm)).isEqualTo(report.choice());
    assertThat(report.reason()).isNotBlank();
    assertThat(report.name()).isNotBlank();
    if (report.choice() == Choice.LANES) {
      assertThat(HashKernels.obstacle()).isNull();
      assertThat(report.gigabytesPerSecond())
          .isGreaterThanOrEqualTo(SelfTest.GAIN_MIN * report.jdkGigabytesPerSecond());
    }
  }

  @Test
  void select_clockThatFindsLanesSlow_keepsTheJdk() {
    // Each look at the clock is longer than the one before, so what comes second is slower.
    AtomicLong now = new AtomicLong();
    AtomicLong step = new AtomicLong(1_000);
    Report report =
        HashKernels.select(
            HashAlgorithm.SHA_1, () -> now.addAndGet(step.updateAndGet(s -> s + s / 8)));
    assertThat(report.choice()).isEqualTo(Choice.JDK);
    assertThat(HashKernels.current(HashAlgorithm.SHA_1)).isEqualTo(Choice.JDK);
    assertThat(report.reason()).isNotBlank();
  }

  @Test
  void force_jdk_isCurrent() {
    HashKernels.force(HashAlgorithm.SHA_256, Choice.JDK);
    assertThat(HashKernels.current(HashAlgorithm.SHA_256)).isEqualTo(Choice.JDK);
  }

  @Test
  void force_lanes_isCurrentOrRefusedWithTheReason() {
    String obstacle = HashKernels.obstacle();
    if (obstacle == null) {
      HashKernels.force(HashAlgorithm.SHA_1, Choice.LANES);
      assertThat(HashKernels.current(HashAlgorithm.SHA_1)).isEqualTo(Choice.LANES);
      assertThat(HashKernels.current(HashAlgorithm.SHA_256)).isEqualTo(Choice.JDK);
    } else {
      assertThatThrownBy(() -> HashKernels.force(HashAlgorithm.SHA_1, Choice.LANES))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(obstacle);
    }
  }

  @Test
  void select_jvmWithoutTheModule_usesTheJdk(@TempDir Path directory) throws Exception {
    ChildJvm child = new ChildJvm(List.of(), HashKernels.class, getClass());
    Path output = directory.resolve("output");
    assertThat(child.run(Duration.ofMinutes(1), output, WithoutVectors.class)).isEmpty();
  }
}
