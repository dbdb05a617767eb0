// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/**
 * A systematic MDS code of k data and m parity units over GF(2^8) with polynomial 0x11D: any k of
 * the n = k + m units give back all. Units are ranges of equal length in {@code byte[]}; unit 0 to
 * k - 1 are data, k to n - 1 parity. Implementations are immutable and thread-safe; calls on the
 * same arrays are not.
 *
 * <p>For all methods: {@code units} has n entries, none of them the same array as another that is
 * read or written, each at least {@code offset + length} long; bytes outside of {@code [offset,
 * offset + length)} are neither read nor written; {@code length} may be 0 and need not be a
 * multiple of anything. A wrong shape is an {@link IllegalArgumentException} or an {@link
 * IndexOutOfBoundsException} that says what is wrong, before anything is written. Fastest are units
 * of 64 KiB, made by {@link StripeCells}, that lie in the cache.
 */
public interface ErasureCode {
  /** Data units, k: 1 to 255. */
  int dataUnits();

  /** Parity units, m: 0 to 254, k + m at most 255. */
  int parityUnits();

  /** Overwrites units k to n - 1 with the parity of units 0 to k - 1. Allocates nothing. */
  void encode(byte[][] units, int offset, int length);

  /**
   * Overwrites every unit that is not present with what it was, from any k that are. Does no
   * arithmetic if none is missing.
   *
   * @param present one flag for each of the n units, at least k of them true
   * @throws IllegalArgumentException if fewer than k are present
   */
  void decode(byte[][] units, boolean[] present, int offset, int length);

  /** Whether the parity units are those of the data units. Writes nothing. */
  boolean verify(byte[][] units, int offset, int length);

  /**
   * Whether the units that are present go together, and which of them does not. Writes nothing.
   *
   * @param present one flag for each of the n units, at least k + 1 of them true; with k + 2 or
   *     more a single wrong unit is named
   * @throws IllegalArgumentException if k or fewer are present: then there is nothing to compare
   */
  Inspection inspect(byte[][] units, boolean[] present, int offset, int length);

  /**
   * Overwrites one unit with what it was, from any k of the others that are present; other units
   * that are not present are left alone.
   *
   * @param target the unit to rebuild, 0 to n - 1
   * @param present as for {@link #decode}; the flag of the target is ignored
   * @throws IllegalArgumentException if fewer than k others are present
   */
  void rebuild(int target, byte[][] units, boolean[] present, int offset, int length);

  /**
   * Brings the parity up to date after one data unit was changed, from the difference alone: no
   * other data unit is read.
   *
   * @param dataUnit the unit that was changed, 0 to k - 1; it has its new bytes already
   * @param before what it had in the range, from index 0
   */
  void update(int dataUnit, byte[] before, byte[][] units, int offset, int length);
}
