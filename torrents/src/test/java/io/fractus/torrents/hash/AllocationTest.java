// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fractus.torrents.hash.HashKernels.Choice;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A step that was compiled allocates nothing. Vectors are objects until the second compiler has
 * seen them, so each is repeated until a step was free, and that must happen.
 */
final class AllocationTest {
  private static final Duration WARM_UP_MAX = Duration.ofSeconds(60);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final byte[][] DATA = new byte[16][4 << 10];
  private static final int[] OFFSETS = new int[16];

  /** Where there are no registers of 512 bits the lanes are objects for good, and never used. */
  private static Choice possible() {
    return HashKernels.obstacle() == null ? Choice.LANES : Choice.JDK;
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void digest_warm_allocatesNothing(HashAlgorithm algorithm) {
    byte[] out = new byte[16 * algorithm.bytes()];
    LaneDigest lanes = new LaneDigest(algorithm, possible());
    assertThat(leastAllocated(() -> lanes.digest(DATA, OFFSETS, 4_000, 16, out, 0))).isZero();
    LaneDigest jdk = new LaneDigest(algorithm, Choice.JDK);
    assertThat(leastAllocated(() -> jdk.digest(DATA, OFFSETS, 4_000, 16, out, 0))).isZero();
  }

  @ParameterizedTest
  @EnumSource(Choice.class)
  void update_warm_allocatesNothing(Choice choice) {
    Choice kernel = choice == Choice.LANES ? possible() : choice;
    PieceLanes cells = new PieceLanes(10, 4_096, 4_096, 1L << 30, kernel);
    assertThat(leastAllocated(() -> cells.update(DATA, OFFSETS, 4_096))).isZero();
    PieceLanes chained = new PieceLanes(10, 16_384, 4_096, 1L << 30, kernel);
    assertThat(leastAllocated(() -> chained.update(DATA, OFFSETS, 4_096))).isZero();
  }

  /** Bytes of the cheapest of the last calls, when eight in a row were free or the time is over. */
  private static long leastAllocated(Runnable step) {
    long start = System.nanoTime();
    int free = 0;
    long last = 0;
    while (free < 8 && System.nanoTime() - start < WARM_UP_MAX.toNanos()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      step.run();
      last = THREADS.getCurrentThreadAllocatedBytes() - before;
      free = last == 0 ? free + 1 : 0;
    }
    return free == 8 ? 0 : Math.max(1, last);
  }
}
