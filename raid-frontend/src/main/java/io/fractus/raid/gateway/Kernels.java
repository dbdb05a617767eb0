// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.coding.CodingKernels;
import io.fractus.raid.coding.KernelKind;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How this process computes parity and piece hashes: as it was told, or by a self-test. Immutable.
 */
public final class Kernels {
  /*
   * A process begins with what is fast while the virtual machine is cold. The self-test runs beside
   * the first puts, on a thread of its own, and what it finds is used from the next row on.
   */

  /** What stands for a self-test in an option. */
  public static final String AUTO = "auto";

  /** How often it is tried: beyond that a machine is always busy, or its vectors are slow. */
  private static final int ATTEMPTS_MAX = 8;

  /** Between attempts: a gateway that has just started has other things to compile. */
  private static final Duration PAUSE = Duration.ofSeconds(6);

  private final Optional<KernelKind> coding;
  private final Optional<HashKernels.Choice> hashing;

  private Kernels(Optional<KernelKind> coding, Optional<HashKernels.Choice> hashing) {
    this.coding = coding;
    this.hashing = hashing;
  }

  /**
   * What two options say. A kernel that is named is used from here on.
   *
   * @param coding {@code auto}, or the name of a {@link KernelKind}
   * @param hashing {@code auto}, {@code lanes} or {@code jdk}
   * @throws IllegalArgumentException if a name is none of these
   * @throws IllegalStateException if this process does not have what is named
   */
  public static Kernels of(String coding, String hashing) {
    Optional<KernelKind> kind =
        coding.equals(AUTO) ? Optional.empty() : Optional.of(KernelKind.parse(coding));
    Optional<HashKernels.Choice> choice =
        switch (hashing) {
          case AUTO -> Optional.empty();
          case "lanes" -> Optional.of(HashKernels.Choice.LANES);
          case "jdk" -> Optional.of(HashKernels.Choice.JDK);
          default ->
              throw new IllegalArgumentException(
                  "hashing is one of auto, lanes, jdk, not '" + hashing + "'");
        };
    kind.ifPresent(CodingKernels::force);
    choice.ifPresent(named -> HashKernels.force(HashAlgorithm.SHA_1, named));
    return new Kernels(kind, choice);
  }

  /**
   * Tests what was not named and uses the fastest, on a thread that ends by itself after a few
   * seconds, or within a minute on a machine that is busy.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  public void selectInBackground(LongSupplier nanoTime) {
    if (coding.isEmpty() || hashing.isEmpty()) {
      Thread.ofPlatform().daemon().name("kernels").start(() -> select(nanoTime));
    }
  }

  private void select(LongSupplier nanoTime) {
    boolean hash = hashing.isEmpty();
    boolean code = coding.isEmpty();
    for (int attempt = 0; attempt < ATTEMPTS_MAX && (hash || code); attempt++) {
      hash = hash && HashKernels.select(HashAlgorithm.SHA_1, nanoTime).isOpen();
      code = code && CodingKernels.isOpen(CodingKernels.select(nanoTime));
      if (hash || code) {
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }
}
