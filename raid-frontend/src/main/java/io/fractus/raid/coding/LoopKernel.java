// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Linear combinations by loops over longs, without tables and without the Vector API. */
final class LoopKernel implements Kernel {
  /*
   * out = sum c_i in_i is computed by Horner's rule over the bits of the coefficients: for bit 7 to
   * bit 0, out is doubled and every input whose coefficient has that bit is added. A row of ones
   * (P) is thereby a plain XOR, and Q of four data units three doublings and four XORs. Each pass
   * is a loop that C2 turns into vector instructions, on a short block.
   *
   * C2 does so only while all arrays are indexed by the same expression: the very same loop with
   * one offset for the input and another for the output ran at a twentieth of the speed (JDK 25).
   * Hence one range for all units. One loop with several outputs is not vectorised either. Eight
   * bytes at a time in a long are twice as fast as single bytes, for x86 has no shift of bytes.
   */
  static final LoopKernel INSTANCE = new LoopKernel();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /**
   * Bytes of a block: the output and one group of inputs stay in a first-level cache, and the loops
   * are long enough for their scalar ends not to show.
   */
  private static final int BLOCK = 4_096;

  private static final int BITS = Byte.SIZE;

  /** What the doubling of an element with the top bit set adds, without that bit. */
  private static final int REDUCTION = GaloisField.POLYNOMIAL & 0xFF;

  private static final long TOP_BITS = 0x8080_8080_8080_8080L;
  private static final long OTHER_BITS = 0xFEFE_FEFE_FEFE_FEFEL;
  private static final long REDUCTIONS = REDUCTION * 0x0101_0101_0101_0101L;

  private LoopKernel() {}

  @Override
  public KernelKind kind() {
    return KernelKind.LOOPS;
  }

  @Override
  public Program program(int[][] rows, int[] inputs, int[] outputs) {
    int[][][] steps = new int[outputs.length][BITS][];
    for (int j = 0; j < outputs.length; j++) {
      for (int bit = 0; bit < BITS; bit++) {
        steps[j][bit] = inputsWith(bit, rows[j], inputs);
      }
    }
    return (units, from, to) -> {
      for (int start = from; start < to; ) {
        int end = Math.min(to - start, BLOCK) + start;
        for (int j = 0; j < outputs.length; j++) {
          combine(steps[j], units, units[outputs[j]], start, end);
        }
        start = end;
      }
    };
  }

  private static int[] inputsWith(int bit, int[] row, int[] inputs) {
    int[] found = new int[inputs.length];
    int count = 0;
    for (int i = 0; i < inputs.length; i++) {
      if ((row[i] >> bit & 1) == 1) {
        found[count++] = inputs[i];
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Overwrites a range of the output; {@code steps} has the units to add for each bit. */
  private static void combine(int[][] steps, byte[][] units, byte[] out, int from, int to) {
    boolean started = false;
    for (int bit = BITS - 1; bit >= 0; bit--) {
      int[] step = steps[bit];
      int i = 0;
      if (started) {
        twice(out, from, to);
      } else if (step.length > 0) {
        System.arraycopy(units[step[i++]], from, out, from, to - from);
        started = true;
      }
      for (; i + 4 <= step.length; i += 4) {
        add4(
            out,
            units[step[i]],
            units[step[i + 1]],
            units[step[i + 2]],
            units[step[i + 3]],
            from,
            to);
      }
      if (i + 2 <= step.length) {
        add2(out, units[step[i]], units[step[i + 1]], from, to);
        i += 2;
      }
      if (i < step.length) {
        add(out, units[step[i]], from, to);
      }
    }
    if (!started) {
      Arrays.fill(out, from, to, (byte) 0);
    }
  }

  /** Where the longs of a range end and its last bytes begin. */
  private static int lastLong(int from, int to) {
    return to - (to - from) % Long.BYTES;
  }

  private static void twice(byte[] out, int from, int to) {
    int end = lastLong(from, to);
    for (int i = from; i < end; i += Long.BYTES) {
      long element = (long) LONGS.get(out, i);
      long top = element & TOP_BITS;
      long mask = (top << 1) - (top >>> 7);
      LONGS.set(out, i, ((element << 1) & OTHER_BITS) ^ (mask & REDUCTIONS));
    }
    for (int i = end; i < to; i++) {
      int element = out[i];
      out[i] = (byte) ((element << 1) ^ ((element >> 7) & REDUCTION));
    }
  }

  /** Adds a range to another: {@code out ^= a}. */
  static void add(byte[] out, byte[] a, int from, int to) {
    int end = lastLong(from, to);
    for (int i = from; i < end; i += Long.BYTES) {
      LONGS.set(out, i, (long) LONGS.get(out, i) ^ (long) LONGS.get(a, i));
    }
    for (int i = end; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i]);
    }
  }

  private static void add2(byte[] out, byte[] a, byte[] b, int from, int to) {
    int end = lastLong(from, to);
    for (int i = from; i < end; i += Long.BYTES) {
      LONGS.set(out, i, (long) LONGS.get(out, i) ^ (long) LONGS.get(a, i) ^ (long) LONGS.get(b, i));
    }
    for (int i = end; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i] ^ b[i]);
    }
  }

  private static void add4(byte[] out, byte[] a, byte[] b, byte[] c, byte[] d, int from, int to) {
    int end = lastLong(from, to);
    for (int i = from; i < end; i += Long.BYTES) {
      long sum = (long) LONGS.get(a, i) ^ (long) LONGS.get(b, i);
      long other = (long) LONGS.get(c, i) ^ (long) LONGS.get(d, i);
      LONGS.set(out, i, (long) LONGS.get(out, i) ^ sum ^ other);
    }
    for (int i = end; i < to; i++) {
      out[i] = (byte) (out[i] ^ a[i] ^ b[i] ^ c[i] ^ d[i]);
    }
  }
}
