// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.layout;

import io.fractus.protocol.layout.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the sealed bytes of a segment lie in the data bits of its stripe. Immutable and
 * thread-safe.
 *
 * <pre>
 * k = 3            bit 0        bit 1        bit 2        (parity bits have the same rows)
 *              +------------+------------+------------+
 * row 0        |  cell 0    |  cell 1    |  cell 2    |   CELL = 65,536 bytes each
 * row 1        |  cell 3    |  cell 4    |  cell 5    |
 *              +------------+------------+------------+
 * tail row     |  cell 6  | |  cell 7  | |  c. 8 |0000|   tailCell bytes each, 64 to 65,536
 *              +------------+------------+------------+
 * </pre>
 *
 * Sealed bytes fill cell 0, 1, 2 and so on. The R bytes that are left after the full rows are cut
 * into k cells of ceil(R / k) bytes, rounded up to a multiple of 64; the rest of the tail row is
 * zero. A bit is its cells from top to bottom, without gaps. So a stripe of few bytes has short
 * bits, and a cell of a full row is the work of one pass of the coder.
 *
 * @param dataBits k, 1 to 255
 * @param sealedLength sealed bytes of the segment, 1 to {@link LayoutLimits#SEGMENT_BYTES_MAX},
 *     such that a bit has at most {@link LayoutLimits#BIT_BYTES_MAX} bytes
 */
public record StripeGeometry(int dataBits, long sealedLength) {
  /** Bytes of a cell in a full row. */
  public static final int CELL = 65_536;

  /** What the length of a tail cell is a multiple of: a cache line. */
  private static final int TAIL_STEP = 64;

  public StripeGeometry {
    if (dataBits < 1 || dataBits > 255) {
      throw new IllegalArgumentException("a stripe has 1 to 255 data bits, not " + dataBits);
    }
    if (sealedLength < 1 || sealedLength > LayoutLimits.SEGMENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a segment has 1 to %d sealed bytes, not %d"
              .formatted(LayoutLimits.SEGMENT_BYTES_MAX, sealedLength));
    }
    long perBit = (sealedLength + dataBits - 1) / dataBits;
    if (perBit > LayoutLimits.BIT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%d sealed bytes in %d data bits are %d bytes a bit, more than %d"
              .formatted(sealedLength, dataBits, perBit, LayoutLimits.BIT_BYTES_MAX));
    }
  }

  /**
   * The sealed bytes to put into one segment: the largest whole number of full rows such that a bit
   * has at most the target and the segment at most {@link LayoutLimits#SEGMENT_BYTES_MAX}, but at
   * least one row.
   *
   * @param bitLengthTarget bytes, at least 1
   */
  public static long sealedBytesPerSegment(Layout layout, long bitLengthTarget) {
    if (bitLengthTarget < 1) {
      throw new IllegalArgumentException("a bit has at least 1 byte, not " + bitLengthTarget);
    }
    long row = (long) layout.dataBits() * CELL;
    long rows = Math.min(bitLengthTarget, LayoutLimits.BIT_BYTES_MAX) / CELL;
    return row * Math.clamp(rows, 1, LayoutLimits.SEGMENT_BYTES_MAX / row);
  }

  /** Bytes of each bit, data and parity alike. */
  public long bitLength() {
    return (long) fullRows() * CELL + tailCell();
  }

  /** Rows of cells of {@link #CELL} bytes. */
  public int fullRows() {
    return (int) (sealedLength / rowBytes());
  }

  /** Bytes of each cell in the tail row; 0 if there is none. */
  public int tailCell() {
    long rest = sealedLength % rowBytes();
    long each = (rest + dataBits - 1) / dataBits;
    return (int) ((each + TAIL_STEP - 1) / TAIL_STEP * TAIL_STEP);
  }

  /** Rows, with the tail row. */
  public int rows() {
    return fullRows() + (tailCell() > 0 ? 1 : 0);
  }

  /**
   * Bytes of each cell in a row.
   *
   * @param row 0 to {@link #rows} - 1; it begins at {@code row * CELL} in each bit
   */
  public int cellLength(int row) {
    if (row < 0 || row >= rows()) {
      throw new IndexOutOfBoundsException("row " + row + " of " + rows());
    }
    return row < fullRows() ? CELL : tailCell();
  }

  /**
   * Where a sealed byte lies: the longest run of sealed bytes that starts there and is contiguous
   * in one bit.
   *
   * @param sealedOffset 0 to {@link #sealedLength} - 1
   */
  public Run locate(long sealedOffset) {
    if (sealedOffset < 0 || sealedOffset >= sealedLength) {
      throw new IndexOutOfBoundsException("sealed byte " + sealedOffset + " of " + sealedLength);
    }
    long rest = sealedLength - sealedOffset;
    if (dataBits == 1) {
      return new Run(0, sealedOffset, (int) rest);
    }
    long row = sealedOffset / rowBytes();
    int cell = cellLength((int) row);
    long inRow = sealedOffset % rowBytes();
    int inCell = (int) (inRow % cell);
    return new Run((int) (inRow / cell), row * CELL + inCell, (int) Math.min(cell - inCell, rest));
  }

  /**
   * For each data bit that a range of sealed bytes touches, the smallest range of its bytes that
   * covers them; by bit, upwards.
   *
   * @param sealedOffset first sealed byte
   * @param length sealed bytes; for 0 the list is empty
   */
  public List<BitRange> ranges(long sealedOffset, long length) {
    if (sealedOffset < 0 || length < 0 || sealedOffset > sealedLength - length) {
      throw new IndexOutOfBoundsException(
          "%d sealed bytes from %d of %d".formatted(length, sealedOffset, sealedLength));
    }
    long[] from = new long[dataBits];
    long[] to = new long[dataBits];
    long end = sealedOffset + length;
    for (long at = sealedOffset; at < end; ) {
      Run run = locate(at);
      int taken = (int) Math.min(run.length(), end - at);
      if (to[run.bit()] == 0) {
        from[run.bit()] = run.offset();
      }
      to[run.bit()] = run.offset() + taken;
      at += taken;
    }
    List<BitRange> ranges = new ArrayList<>();
    for (int bit = 0; bit < dataBits; bit++) {
      if (to[bit] > 0) {
        ranges.add(new BitRange(bit, from[bit], to[bit]));
      }
    }
    return List.copyOf(ranges);
  }

  private long rowBytes() {
    return (long) dataBits * CELL;
  }
}
