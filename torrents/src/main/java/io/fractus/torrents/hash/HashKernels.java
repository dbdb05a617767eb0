// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which implementation of a hash this JVM uses. It begins with the JDK's, for lanes are slow until
 * they are compiled, and changes once a self-test on this very machine says that lanes are right
 * and faster. Thread-safe.
 */
public final class HashKernels {
  /** An implementation. */
  public enum Choice {
    /** Sixteen messages at once in 512-bit registers. */
    LANES,

    /** One message at a time by the JDK, with the instructions of the processor for it. */
    JDK
  }

  /**
   * What a self-test found.
   *
   * @param choice what is used from here on
   * @param name of the choice, for people
   * @param gigabytesPerSecond of the choice: 10^9 bytes of messages a second; 0 if not measured
   * @param jdkGigabytesPerSecond of the JDK; 0 if not measured
   * @param lanesGigabytesPerSecond of full lanes; 0 if not measured
   * @param reason for the choice, in words
   */
  public record Report(
      Choice choice,
      String name,
      double gigabytesPerSecond,
      double jdkGigabytesPerSecond,
      double lanesGigabytesPerSecond,
      String reason) {
    static Report jdk(double jdkSpeed, double lanesSpeed, String reason) {
      return new Report(Choice.JDK, "JDK", jdkSpeed, jdkSpeed, lanesSpeed, reason);
    }

    /**
     * Whether another test may find otherwise: lanes work here, and were not fast enough in time.
     */
    public boolean isOpen() {
      return choice == Choice.JDK && lanesGigabytesPerSecond > 0;
    }

    static Report lanes(double jdkSpeed, double lanesSpeed, String reason) {
      return new Report(Choice.LANES, "16 lanes", lanesSpeed, jdkSpeed, lanesSpeed, reason);
    }
  }

  private static final String MODULE = "jdk.incubator.vector";
  private static final int SHAPE_BITS = 512;
  private static final Object LOCK = new Object();
  private static volatile Map<HashAlgorithm, Choice> chosen = Map.of();

  private HashKernels() {}

  /** What is used now: the JDK until {@link #select} or {@link #force} has said otherwise. */
  public static Choice current(HashAlgorithm algorithm) {
    return chosen.getOrDefault(algorithm, Choice.JDK);
  }

  /**
   * Tests the lanes and makes them current if they are right and at least {@link SelfTest#GAIN_MIN}
   * times as fast as the JDK. It takes the calling thread for at most about {@link
   * SelfTest#TIME_MAX}; call it on a thread of its own. When the lanes were not compiled in time
   * the JDK stays current, and a later call may find otherwise.
   *
   * @param nanoTime a clock in nanoseconds, {@code System::nanoTime}
   */
  public static Report select(HashAlgorithm algorithm, LongSupplier nanoTime) {
    String obstacle = obstacle();
    Report report =
        obstacle == null ? new SelfTest(algorithm, nanoTime).run() : Report.jdk(0, 0, obstacle);
    choose(algorithm, report.choice());
    return report;
  }

  /**
   * Makes a choice current without a test.
   *
   * @throws IllegalStateException if this JVM cannot, with what is missing
   */
  public static void force(HashAlgorithm algorithm, Choice choice) {
    String obstacle = choice == Choice.LANES ? obstacle() : null;
    if (obstacle != null) {
      throw new IllegalStateException(
          algorithm.jdkName() + " cannot run in lanes here: " + obstacle);
    }
    choose(algorithm, choice);
  }

  private static void choose(HashAlgorithm algorithm, Choice choice) {
    synchronized (LOCK) {
      Map<HashAlgorithm, Choice> next = new EnumMap<>(HashAlgorithm.class);
      next.putAll(chosen);
      next.put(algorithm, choice);
      chosen = next;
    }
  }

  /** Why lanes cannot run in this JVM, or null if they can. */
  static @Nullable String obstacle() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return "the JVM was started without --add-modules " + MODULE;
    }
    int bits = VectorShape.preferredBits();
    return bits == SHAPE_BITS
        ? null
        : "the vector registers have " + bits + " bits, lanes need " + SHAPE_BITS;
  }
}
