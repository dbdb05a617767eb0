// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which kernel this process computes parity with. It is {@link KernelKind#LOOPS} at first, which
 * need no warming; {@link #select} tries all kernels and takes the fastest that is right. There is
 * one choice for the whole process, because two shapes of vectors in one virtual machine are slower
 * than none. Thread-safe.
 */
public final class CodingKernels {
  private static final Logger log = LoggerFactory.getLogger(CodingKernels.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** The only shape of vectors that is used: narrower ones are no faster than the loops. */
  private static final int REGISTER_BITS = 512;

  private static final int DATA_UNITS = 8;
  private static final int PARITY_UNITS = 3;
  private static final int CELL = 65_536;

  /** How long a kernel may run until C2 has compiled it: 0.7 s on a slow machine. */
  private static final Duration WARM_UP = Duration.ofMillis(1_500);

  /** One sample; and a kernel is warm when a sample is no faster than several before it. */
  private static final Duration SAMPLE = Duration.ofMillis(25);

  private static final int SAMPLES_WITHOUT_GAIN = 8;

  /** How much faster a sample must be to count as a gain. */
  private static final double GAIN = 1.05;

  /**
   * Where another kernel reaches this, the table is not tried: a look-up for each byte is slower.
   */
  private static final double TABLE_NEVER_FASTER = 3;

  private static volatile Kernel current = LoopKernel.INSTANCE;
  private static volatile boolean forced;

  private CodingKernels() {}

  /**
   * How one kernel did.
   *
   * @param kind which
   * @param gigabytesPerSecond data encoded in 8+3, in 10^9 bytes a second; 0 if it cannot be used
   * @param detail why it cannot be used, or what it runs on
   */
  public record Trial(KernelKind kind, double gigabytesPerSecond, String detail) {
    /** Whether the kernel is there and gives right results. */
    public boolean isUsable() {
      return gigabytesPerSecond > 0;
    }

    @Override
    public String toString() {
      return isUsable()
          ? String.format(Locale.ROOT, "%s %.1f GB/s (%s)", kind, gigabytesPerSecond, detail)
          : kind + " not used: " + detail;
    }
  }

  static Kernel current() {
    return current;
  }

  /** The kernel in use. */
  public static KernelKind kind() {
    return current.kind();
  }

  /**
   * Uses one kernel from now on, whatever {@link #select} finds.
   *
   * @throws IllegalStateException if this process does not have it
   */
  public static void force(KernelKind kind) {
    current = require(kind);
    forced = true;
  }

  /**
   * Tries the kernels for correctness and speed and, unless one was forced, uses the fastest. Takes
   * up to two seconds for each that it can try, so it belongs on a thread of its own.
   *
   * @param nanoTime a clock such as {@link System#nanoTime}
   * @return how each did, the fastest first
   */
  public static List<Trial> select(LongSupplier nanoTime) {
    List<Trial> trials = new ArrayList<>();
    trials.add(attempt(KernelKind.VECTOR, nanoTime));
    trials.add(attempt(KernelKind.LOOPS, nanoTime));
    trials.sort(Comparator.comparingDouble(Trial::gigabytesPerSecond).reversed());
    if (trials.getFirst().gigabytesPerSecond() < TABLE_NEVER_FASTER) {
      trials.add(attempt(KernelKind.TABLE, nanoTime));
    }
    trials.sort(Comparator.comparingDouble(Trial::gigabytesPerSecond).reversed());
    if (!forced) {
      current = require(trials.getFirst().kind());
    }
    log.info("parity is computed by {}; tried: {}", current.kind(), trials);
    return trials;
  }

  /**
   * Whether another {@link #select} may find otherwise: vectors work here and were not the fastest,
   * as on a machine that is too busy to compile them in time.
   *
   * @param trials what it returned
   */
  public static boolean isOpen(List<Trial> trials) {
    return trials.getFirst().kind() != KernelKind.VECTOR
        && trials.stream().anyMatch(trial -> trial.kind() == KernelKind.VECTOR && trial.isUsable());
  }

  /** The kernel of a kind, if this process has it. */
  static Kernel require(KernelKind kind) {
    String problem = problem(kind);
    if (!problem.isEmpty()) {
      throw new IllegalStateException("the kernel '" + kind + "' cannot be used: " + problem);
    }
    return switch (kind) {
      case LOOPS -> LoopKernel.INSTANCE;
      case TABLE -> TableKernel.INSTANCE;
      case VECTOR -> VectorKernel.INSTANCE;
    };
  }

  /** Why a kernel cannot be used, or nothing; touches vectors only if they are there. */
  private static String problem(KernelKind kind) {
    if (kind != KernelKind.VECTOR) {
      return "";
    }
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return "Java was started without --add-modules " + VECTOR_MODULE;
    }
    int bits = VectorKernel.registerBitsPreferred();
    return bits == REGISTER_BITS
        ? ""
        : "the virtual machine prefers registers of %d bits, and %d are needed"
            .formatted(bits, REGISTER_BITS);
  }

  private static Trial attempt(KernelKind kind, LongSupplier nanoTime) {
    String problem = problem(kind);
    if (!problem.isEmpty()) {
      return new Trial(kind, 0, problem);
    }
    try {
      Kernel kernel = require(kind);
      String detail = kind == KernelKind.VECTOR ? REGISTER_BITS + " bits" : "no module needed";
      return KernelCheck.isRight(kernel)
          ? new Trial(kind, speed(kernel, nanoTime), detail)
          : new Trial(kind, 0, "it gave a wrong result on this machine");
    } catch (LinkageError e) {
      return new Trial(kind, 0, "its classes do not load: " + e);
    }
  }

  /** The fastest sample after warming up. */
  private static double speed(Kernel kernel, LongSupplier nanoTime) {
    ErasureCode code = new LinearCode(DATA_UNITS, PARITY_UNITS, () -> kernel);
    byte[][] cells = StripeCells.allocate(DATA_UNITS + PARITY_UNITS, CELL);
    long start = nanoTime.getAsLong();
    double best = 0;
    int withoutGain = 0;
    while (withoutGain < SAMPLES_WITHOUT_GAIN && nanoTime.getAsLong() - start < WARM_UP.toNanos()) {
      double sample = sample(code, cells, nanoTime);
      withoutGain = sample > best * GAIN ? 0 : withoutGain + 1;
      best = Math.max(best, sample);
    }
    return best;
  }

  private static double sample(ErasureCode code, byte[][] cells, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    long bytes = 0;
    long nanos;
    do {
      code.encode(cells, 0, CELL);
      bytes += (long) DATA_UNITS * CELL;
      nanos = nanoTime.getAsLong() - start;
    } while (nanos < SAMPLE.toNanos());
    return (double) bytes / nanos;
  }
}
