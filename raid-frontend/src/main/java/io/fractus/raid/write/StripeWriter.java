// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.platform.DurableFiles;
import io.fractus.platform.Secrets;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.coding.ErasureCode;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.layout.Layout;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Turns frames of plaintext into staged stripes of one object, one after the other. Not
 * thread-safe.
 */
final class StripeWriter {
  /*
   * One row of k + m cells is in memory at a time, so a segment of any size needs n times 64 KiB. A
   * byte is touched four times while its row is in the cache: sealed from the frame into its cell
   * (the only copy), read by the encoder, read by the hasher, written to the page cache. A full
   * frame sealed is exactly one cell. Only the last row of an object is copied once more, to be cut
   * into shorter cells.
   */
  private static final int CELL = StripeGeometry.CELL;

  private final Layout layout;
  private final ErasureCode code;
  private final int framesPerSegment;
  private final StagingArea staging;
  private final String objectId;
  private final FrameCipher cipher;
  private final String cloudId;
  private final RandomGenerator random;
  private final byte[][] cells;

  StripeWriter(
      Layout layout,
      long bitLength,
      StagingArea staging,
      String objectId,
      FrameCipher cipher,
      String cloudId,
      RandomGenerator random) {
    this.layout = layout;
    this.code = ErasureCodes.of(layout.dataBits(), layout.parityBits());
    this.framesPerSegment =
        (int) (StripeGeometry.sealedBytesPerSegment(layout, bitLength) / FrameCipher.SEALED);
    this.staging = staging;
    this.objectId = objectId;
    this.cipher = cipher;
    this.cloudId = cloudId;
    this.random = random;
    this.cells = new byte[layout.bits()][CELL];
  }

  /**
   * Seals, encodes and stages the next segment; there must be a frame. When this returns the bits
   * are fsynced; when it throws, no file of them is left.
   *
   * @throws StoreException STAGING_FULL, or what the frames threw
   * @throws IOException what the body threw
   */
  StoredStripe write(PlainFrames frames, int number, long plainOffset) throws IOException {
    long planned = plannedBitLength(frames);
    long reserved = planned * layout.bits();
    staging.reserve(reserved, WriteLimits.STAGING_WAIT);
    List<BitFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean done = false;
    try {
      for (int bit = 0; bit < layout.bits(); bit++) {
        String name = Secrets.newHex(random, 32);
        names.add(name);
        files.add(openFile(name, BitMetainfo.pieceLengthFor(planned)));
      }
      long plainLength = writeRows(frames, number, files);
      StoredStripe stripe =
          new StoredStripe(objectId, number, plainOffset, plainLength, layout, finish(files));
      long length = stripe.bits().getFirst().metainfo().length();
      staging.release(reserved - length * layout.bits());
      done = true;
      return stripe;
    } catch (DiskException e) {
      throw new StoreException(
          Code.STAGING_FULL,
          "the gateway cannot write to its staging area "
              + staging.directory()
              + ": "
              + e.getMessage()
              + "; free some space there",
          e);
    } finally {
      close(files);
      if (!done) {
        for (String name : names) {
          Files.deleteIfExists(staging.file(name));
        }
        staging.release(reserved);
      }
    }
  }

  /**
   * The length that the bits will have: a whole segment's unless the rest is known to be shorter.
   */
  private long plannedBitLength(PlainFrames frames) {
    long sealed = (long) framesPerSegment * FrameCipher.SEALED;
    if (frames.remaining().isPresent()) {
      sealed = Math.min(sealed, FrameCipher.sealedLength(frames.remaining().getAsLong()));
    }
    return new StripeGeometry(layout.dataBits(), sealed).bitLength();
  }

  private long writeRows(PlainFrames frames, int number, List<BitFile> files) throws IOException {
    long plainLength = 0;
    int inRow = 0;
    long sealedInRow = 0;
    for (int frame = 0; frame < framesPerSegment && frames.hasNext(); frame++) {
      int length = frames.advance();
      boolean last = frame == framesPerSegment - 1 || !frames.hasNext();
      sealedInRow += cipher.seal(number, frame, last, frames.current(), 0, length, cells[inRow], 0);
      plainLength += length;
      inRow++;
      if (sealedInRow == (long) layout.dataBits() * CELL) {
        endRow(files, CELL);
        inRow = 0;
        sealedInRow = 0;
      }
    }
    if (sealedInRow > 0) {
      endRow(files, cutTail((int) sealedInRow));
    }
    return plainLength;
  }

  /** Spreads the last, short row over all data cells; returns the length of its cells. */
  private int cutTail(int sealed) {
    int k = layout.dataBits();
    int cell = new StripeGeometry(k, sealed).tailCell();
    byte[] row = new byte[k * cell];
    for (int i = 0, left = sealed; left > 0; i++, left -= CELL) {
      System.arraycopy(cells[i], 0, row, i * CELL, Math.min(left, CELL));
    }
    for (int i = 0; i < k; i++) {
      System.arraycopy(row, i * cell, cells[i], 0, cell);
    }
    return cell;
  }

  private void endRow(List<BitFile> files, int length) {
    code.encode(cells, 0, length);
    try {
      for (int bit = 0; bit < files.size(); bit++) {
        files.get(bit).append(cells[bit], length);
      }
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  private BitFile openFile(String name, int pieceLength) {
    try {
      return new BitFile(staging.directory(), name, pieceLength);
    } catch (IOException e) {
      throw new DiskException(e);
    }
  }

  private List<StoredBit> finish(List<BitFile> files) {
    List<StoredBit> bits = new ArrayList<>(files.size());
    try {
      for (int position = 0; position < files.size(); position++) {
        bits.add(
            new StoredBit(
                position, files.get(position).finish(cloudId), layout.copies(position), true));
      }
      DurableFiles.sync(staging.directory());
    } catch (IOException e) {
      throw new DiskException(e);
    }
    return bits;
  }

  private static void close(List<BitFile> files) throws IOException {
    for (BitFile file : files) {
      file.close();
    }
  }

  /** What the staging disk threw, told apart from what the body threw. */
  private static final class DiskException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
