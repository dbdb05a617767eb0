// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.StripeCells;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.torrents.hash.PieceLanes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one stripe after the other, in memory: frames are sealed into cells, parity is
 * computed and pieces are hashed. Not thread-safe.
 */
public final class RowPipeline implements AutoCloseable {
  /*
   * What happens to the bytes of a row of n = k + m cells of 64 KiB, in this order, while the row
   * lies in the L2 cache of a core:
   *
   *   seal     reads the frame once, writes k cells        the only copy of a byte
   *   encode   reads k cells, writes m
   *   hash     reads n cells
   *   (write   reads n cells, into the page cache: whoever takes the row)
   *
   * In the last row of an object up to k cells are moved once more, to be cut into shorter ones;
   * only if it is not full. Nothing else is copied, and but for what the JDK's cipher makes for
   * each call nothing is allocated for a cell.
   *
   * Where a piece is a cell, sixteen of them are hashed at a time, of this row and of the ones
   * before: so a few rows are in memory, and one is written over when its cells have been hashed.
   */
  private static final int CELL = StripeGeometry.CELL;

  private final int dataUnits;
  private final ErasureCode code;
  private final @Nullable FrameCipher cipher;
  private final CellPool pool;
  private final byte[][] cells;
  private final byte[][][] rows;
  private final int[] offsets;
  private final Passes passes = new Passes();
  private PieceLanes hashes;
  private int row;
  private int inRow;
  private int sealedInRow;

  /**
   * A pipeline for the stripes of one object; {@link #begin} comes first.
   *
   * @param cipher null if all that is appended is sealed already
   * @param pool made by {@link #newPool}
   */
  public RowPipeline(ErasureCode code, @Nullable FrameCipher cipher, CellPool pool) {
    int units = code.dataUnits() + code.parityUnits();
    this.dataUnits = code.dataUnits();
    this.code = code;
    this.cipher = cipher;
    this.pool = pool;
    this.offsets = new int[units];
    this.hashes = new PieceLanes(units, CELL, CELL, 0);
    int held = PieceLanes.rowsHeldMax(units);
    this.cells = pool.take(held * units);
    this.rows = new byte[held][][];
    for (int i = 0; i < held; i++) {
      rows[i] = Arrays.copyOfRange(cells, i * units, (i + 1) * units);
    }
  }

  /**
   * A pool for pipelines.
   *
   * @param bytesKept of memory that it may hold while nobody uses it
   */
  public static CellPool newPool(long bytesKept) {
    return new CellPool(
        StripeCells.arrayLength(CELL),
        Math.clamp(bytesKept / StripeCells.footprint(CELL), 1, Integer.MAX_VALUE));
  }

  /** The memory that a pipeline takes, in bytes. */
  public static long footprint(int units) {
    return (long) PieceLanes.rowsHeldMax(units) * units * StripeCells.footprint(CELL);
  }

  /**
   * Starts a stripe; of the one before, the row that was not ended is forgotten.
   *
   * @param pieceLength bytes of a piece: a cell, or a power of two times that
   * @param bitLengthMax the most bytes that a bit of it will have
   */
  public void begin(int pieceLength, long bitLengthMax) {
    hashes = new PieceLanes(offsets.length, pieceLength, CELL, bitLengthMax);
    row = 0;
    inRow = 0;
    sealedInRow = 0;
  }

  /**
   * Seals a frame into the next cell of the row; the arguments are those of the cipher. The row
   * must not be full.
   */
  public void seal(int segment, int frame, boolean last, byte[] plain, int length) {
    if (cipher == null) {
      throw new IllegalStateException("this pipeline takes sealed bytes only");
    }
    sealedInRow += cipher.seal(segment, frame, last, plain, 0, length, rows[row][inRow], 0);
    inRow++;
    passes.sealed += length;
  }

  /**
   * Appends bytes that are sealed already to the row, as many as it has room for; not to a row with
   * a frame that is shorter than a cell.
   *
   * @return how many were taken
   */
  int append(byte[] sealed, int from) {
    int taken = 0;
    while (from + taken < sealed.length && !isRowFull()) {
      int inCell = sealedInRow % CELL;
      int step = Math.min(CELL - inCell, sealed.length - from - taken);
      System.arraycopy(sealed, from + taken, rows[row][sealedInRow / CELL], inCell, step);
      taken += step;
      sealedInRow += step;
    }
    inRow = (sealedInRow + CELL - 1) / CELL;
    passes.copied += taken;
    return taken;
  }

  /** Whether all data cells of the row are full. */
  public boolean isRowFull() {
    return sealedInRow == dataUnits * CELL;
  }

  /** Whether something was sealed into the row. */
  public boolean isRowBegun() {
    return inRow > 0;
  }

  /**
   * Ends a row: its parity is computed, and its pieces are or will be hashed. A row that is not
   * full is the last of its stripe; its bytes are spread over all data cells.
   *
   * @param taker takes the n cells and the length of each; may read them until it returns
   */
  public <E extends Exception> void endRow(RowTaker<E> taker) throws E {
    int length = isRowFull() ? CELL : cutTail();
    byte[][] full = rows[row];
    code.encode(full, 0, length);
    passes.encoded += (long) dataUnits * length;
    hashes.update(full, offsets, length);
    passes.hashed += (long) full.length * length;
    row = (row + 1) % rows.length;
    inRow = 0;
    sealedInRow = 0;
    taker.take(full, length);
  }

  /** Spreads the sealed bytes of a short row over all data cells; returns the length of each. */
  private int cutTail() {
    byte[][] tail = rows[row];
    int cell = new StripeGeometry(dataUnits, sealedInRow).tailCell();
    for (int i = sealedInRow / CELL; i * CELL < dataUnits * cell && i < dataUnits; i++) {
      Arrays.fill(tail[i], Math.max(0, sealedInRow - i * CELL), CELL, (byte) 0);
    }
    // From the last cell to the first: no cell is made of bytes that lie in one after it.
    for (int i = dataUnits - 1; i >= 0; i--) {
      for (int to = (i + 1) * cell; to > i * cell; ) {
        int source = (to - 1) / CELL;
        int from = Math.max(i * cell, source * CELL);
        System.arraycopy(tail[source], from - source * CELL, tail[i], from - i * cell, to - from);
        passes.copied += to - from;
        to = from;
      }
    }
    return cell;
  }

  /** The hashes of all pieces of one bit, one after the other; after the stripe's last row. */
  public byte[] pieceHashes(int bit) {
    return hashes.finish(bit);
  }

  /** How often bytes were touched so far. */
  public Passes passes() {
    return passes;
  }

  /** Gives the cells back. */
  @Override
  public void close() {
    pool.give(cells);
  }

  /** Takes a row of cells. */
  @FunctionalInterface
  public interface RowTaker<E extends Exception> {
    /** Takes {@code length} bytes of each cell. */
    void take(byte[][] cells, int length) throws E;
  }

  /** Bytes that each step has read, of all stripes of one pipeline. */
  public static final class Passes {
    private long sealed;
    private long encoded;
    private long hashed;
    private long copied;

    private Passes() {}

    /** Plain bytes that were sealed. */
    public long sealed() {
      return sealed;
    }

    /** Data bytes from which parity was computed. */
    public long encoded() {
      return encoded;
    }

    /** Bytes that were hashed. */
    public long hashed() {
      return hashed;
    }

    /** Sealed bytes that were moved to another place. */
    public long copied() {
      return copied;
    }
  }
}
