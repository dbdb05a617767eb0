// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import com.google.errorprone.annotations.Immutable;
import java.nio.ByteBuffer;

/**
 * The arithmetic by which the CRCs of two runs of bytes give that of both: a CRC is the remainder
 * of a polynomial over GF(2), and the first run is the same polynomial times x to the bits of the
 * second.
 *
 * @param width of the CRC in bits, 32 or 64
 * @param polynomial without its highest term, the lowest bit being the highest power
 */
@Immutable
record CrcSum(int width, long polynomial) {

  byte[] combine(byte[] first, byte[] second, long secondLength) {
    long sum = times(shift(secondLength), read(first)) ^ read(second);
    ByteBuffer value = ByteBuffer.allocate(width / Byte.SIZE);
    return width == Integer.SIZE ? value.putInt((int) sum).array() : value.putLong(sum).array();
  }

  private long read(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    return width == Integer.SIZE ? Integer.toUnsignedLong(buffer.getInt()) : buffer.getLong();
  }

  /** x to the power of eight times so many bytes, by squaring. */
  private long shift(long bytes) {
    long power = 1L << (width - 1);
    long square = power >>> Byte.SIZE;
    for (long left = bytes; left > 0; left >>>= 1) {
      if ((left & 1) == 1) {
        power = times(square, power);
      }
      square = times(square, square);
    }
    return power;
  }

  private long times(long a, long b) {
    long product = 0;
    long factor = b;
    for (int bit = width - 1; bit >= 0; bit--) {
      if ((a >>> bit & 1) == 1) {
        product ^= factor;
      }
      factor = (factor & 1) == 1 ? factor >>> 1 ^ polynomial : factor >>> 1;
    }
    return product;
  }
}
