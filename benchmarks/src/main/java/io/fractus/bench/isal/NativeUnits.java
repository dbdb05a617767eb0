// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.isal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Units of equal length in native memory, each with a guard before and after it. Not thread-safe;
 * valid until closed.
 */
public final class NativeUnits implements AutoCloseable {
  /** What native kernels like: a cache line, and the width of the widest vectors. */
  static final int ALIGNMENT = 64;

  /**
   * Bytes from the end of a unit to the start of the next: an odd number of cache lines, so that
   * units of 64 KiB do not all fall on the same sets of the cache.
   */
  static final int GUARD = 5 * ALIGNMENT;

  private static final byte GUARD_BYTE = (byte) 0xC3;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final int count;
  private final int length;
  private final long stride;

  /**
   * So many units of zeros.
   *
   * @param count 1 or more
   * @param length bytes of each, 0 or more
   */
  public NativeUnits(int count, int length) {
    this.count = Objects.checkIndex(count, Integer.MAX_VALUE);
    this.length = Objects.checkIndex(length, Integer.MAX_VALUE);
    this.stride = (length + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT + GUARD;
    this.memory = arena.allocate(GUARD + count * stride, ALIGNMENT);
    memory.fill(GUARD_BYTE);
    for (int unit = 0; unit < count; unit++) {
      unit(unit).fill((byte) 0);
    }
  }

  /** The number of units. */
  public int count() {
    return count;
  }

  /** Bytes of each unit. */
  public int length() {
    return length;
  }

  /** Overwrites one unit with the range of an array that starts at an offset. */
  public void set(int unit, byte[] bytes, int offset) {
    MemorySegment.copy(bytes, offset, unit(unit), ValueLayout.JAVA_BYTE, 0, length);
  }

  /** A copy of one unit. */
  public byte[] get(int unit) {
    return unit(unit).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Copies one unit over another. */
  public void copy(int from, int to) {
    unit(to).copyFrom(unit(from));
  }

  /** Whether all bytes around the units are as they were. */
  public boolean guardsAreWhole() {
    long end = 0;
    for (int unit = 0; unit < count; unit++) {
      long start = start(unit);
      if (!isGuard(end, start)) {
        return false;
      }
      end = start + length;
    }
    return isGuard(end, memory.byteSize());
  }

  /** The addresses of some units, in this order, as an array that native functions read. */
  MemorySegment addresses(int... units) {
    MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS, Math.max(1, units.length));
    for (int i = 0; i < units.length; i++) {
      addresses.setAtIndex(ValueLayout.ADDRESS, i, unit(units[i]));
    }
    return addresses;
  }

  /** Further memory that lives as long as the units. */
  MemorySegment allocate(long size) {
    return arena.allocate(Math.max(1, size), ALIGNMENT);
  }

  MemorySegment unit(int unit) {
    return memory.asSlice(start(Objects.checkIndex(unit, count)), length);
  }

  /** The first byte that a kernel must not write. */
  MemorySegment guardAfter(int unit) {
    return memory.asSlice(start(Objects.checkIndex(unit, count)) + length, 1);
  }

  private long start(int unit) {
    return GUARD + unit * stride;
  }

  private boolean isGuard(long from, long to) {
    for (long at = from; at < to; at++) {
      if (memory.get(ValueLayout.JAVA_BYTE, at) != GUARD_BYTE) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    arena.close();
  }
}
