// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import java.util.Random;
import java.util.zip.CRC32C;

/**
 * What objects of one size have in them.
 *
 * @param name its size, as rows have it
 * @param bytes the same for all of them; shared, never written
 * @param crc its CRC-32C
 */
@SuppressWarnings("ArrayRecordComponent")
record Body(String name, byte[] bytes, long crc) {
  /** Random bytes. */
  static Body of(String name, int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return new Body(name, bytes, crc.getValue());
  }
}
