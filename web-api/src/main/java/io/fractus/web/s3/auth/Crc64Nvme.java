// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3.auth;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME: polynomial 0xAD93D23594C93659 reflected, all ones in, all ones out; the check value
 * of "123456789" is 0xAE8B14860A799888. Eight bytes a step. Not thread-safe.
 */
final class Crc64Nvme implements Checksum {
  private static final long REFLECTED = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLES = tables();

  private long crc = ~0L;

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ REFLECTED;
      }
      tables[0][i] = value;
    }
    for (int table = 1; table < 8; table++) {
      for (int i = 0; i < 256; i++) {
        long previous = tables[table - 1][i];
        tables[table][i] = previous >>> 8 ^ tables[0][(int) previous & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    crc = crc >>> 8 ^ TABLES[0][((int) crc ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int i = offset;
    int end = offset + length;
    for (; end - i >= 8; i += 8) {
      long next = 0;
      for (int table = 7; table >= 0; table--) {
        int b = bytes[i + 7 - table] ^ (int) (crc >>> (8 * (7 - table)));
        next ^= TABLES[table][b & 0xff];
      }
      crc = next;
    }
    for (; i < end; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~crc;
  }

  @Override
  public void reset() {
    crc = ~0L;
  }
}
