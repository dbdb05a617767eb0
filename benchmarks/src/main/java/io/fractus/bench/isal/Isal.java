// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Intel's Intelligent Storage Acceleration Library, when this machine has it. It is no dependency:
 * only tests and benchmarks know it. Stateless and thread-safe.
 */
public final class Isal {
  /** What to do when the library is not there. */
  public static final String HOW_TO_INSTALL =
      Functions.LIBRARY + " is not on this machine: on Debian, apt-get install libisal2";

  /** Bytes of the table of one coefficient. */
  static final int TABLE = 32;

  /** What {@code xor_gen} and {@code pq_gen} ask of addresses, and the latter of lengths. */
  private static final int RAID_ALIGNMENT = 32;

  private Isal() {}

  /** The library, or nothing if it cannot be loaded; see {@link #HOW_TO_INSTALL}. */
  @SuppressWarnings("restricted")
  public static Optional<Isal> find() {
    try {
      SymbolLookup.libraryLookup(Functions.LIBRARY, Arena.global());
      return Optional.of(new Isal());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The library.
   *
   * @throws IllegalStateException if it cannot be loaded
   */
  public static Isal load() {
    return find().orElseThrow(() -> new IllegalStateException(HOW_TO_INSTALL));
  }

  /** The file that was loaded, whose name ends in the version; its soname if that is not known. */
  public String file() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("/libisal."))
          .map(line -> line.substring(line.indexOf('/')))
          .findFirst()
          .orElse(Functions.LIBRARY);
    } catch (IOException _) {
      return Functions.LIBRARY;
    }
  }

  /** The product of two elements of GF(2^8) with polynomial 0x11D. */
  public byte multiply(byte a, byte b) {
    return Functions.multiply(a, b);
  }

  /**
   * The inverse of a square matrix, which is left alone.
   *
   * @throws IllegalArgumentException if it has none
   */
  public byte[][] invert(byte[][] matrix) {
    int n = matrix.length;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate((long) n * n);
      MemorySegment out = arena.allocate((long) n * n);
      for (int row = 0; row < n; row++) {
        in.asSlice((long) row * n, n).copyFrom(MemorySegment.ofArray(matrix[row]));
      }
      if (Functions.invert(in, out, n) != 0) {
        throw new IllegalArgumentException("the matrix has no inverse");
      }
      byte[][] inverse = new byte[n][];
      for (int row = 0; row < n; row++) {
        inverse[row] = out.asSlice((long) row * n, n).toArray(ValueLayout.JAVA_BYTE);
      }
      return inverse;
    }
  }

  /** The last unit as the XOR of all others, which are two or more: RAID 5. */
  public Runnable xor(NativeUnits units) {
    MemorySegment all = all(units, 3);
    int count = units.count();
    int length = units.length();
    return () -> check("xor_gen", Functions.xor(count, length, all));
  }

  /**
   * The last two units as P and Q of all others, which are two or more: RAID 6. The length of the
   * units is a multiple of 32.
   */
  public Runnable pq(NativeUnits units) {
    MemorySegment all = all(units, 4);
    int count = units.count();
    int length = units.length();
    if (length % RAID_ALIGNMENT != 0) {
      throw new IllegalArgumentException("pq_gen has whole steps of 32 bytes, not " + length);
    }
    return () -> check("pq_gen", Functions.pq(count, length, all));
  }

  private static MemorySegment all(NativeUnits units, int min) {
    if (units.count() < min) {
      throw new IllegalArgumentException(
          "%d units or more are needed, not %d".formatted(min, units.count()));
    }
    return units.addresses(IntStream.range(0, units.count()).toArray());
  }

  private static void check(String function, int status) {
    if (status != 0) {
      throw new IllegalStateException(function + " refused its arguments: " + status);
    }
  }
}
