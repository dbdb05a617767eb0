// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.platform.DurableFiles;
import io.fractus.platform.Secrets;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.memory.CellPool;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames of plaintext into staged stripes of one object, one after the other. Not
 * thread-safe.
 */
final class StripeWriter implements AutoCloseable {
  private final Layout layout;
  private final int framesPerSegment;
  private final StagingArea staging;
  private final String objectId;
  private final String cloudId;
  private final RandomGenerator random;
  private final RowPipeline pipeline;

  StripeWriter(
      Layout layout,
      long bitLength,
      StagingArea staging,
      String objectId,
      @Nullable FrameCipher cipher,
      String cloudId,
      RandomGenerator random,
      CellPool pool) {
    this.layout = layout;
    this.framesPerSegment =
        (int) (StripeGeometry.sealedBytesPerSegment(layout, bitLength) / FrameCipher.SEALED);
    this.staging = staging;
    this.objectId = objectId;
    this.cloudId = cloudId;
    this.random = random;
    this.pipeline =
        new RowPipeline(ErasureCodes.of(layout.dataBits(), layout.parityBits()), cipher, pool);
  }

  /**
   * Seals, encodes and stages the next segment; there must be a frame. When this returns the bits
   * are fsynced; when it throws, no file of them is left.
   *
   * @throws StoreException STAGING_FULL, or what the frames threw
   * @throws IOException what the body threw
   */
  StoredStripe write(PlainFrames frames, int number, long plainOffset) throws IOException {
    return stage(
        plannedBitLength(frames),
        files -> {
          long plainLength = writeRows(frames, number, files);
          return new StoredStripe(
              objectId, number, plainOffset, plainLength, layout, finish(files));
        });
  }

  /**
   * Encodes and stages a pack of what is sealed already, one after the other; as {@link #write}
   * does.
   *
   * @param sealed together at least a byte, and no more than a segment
   */
  StoredStripe writePack(List<byte[]> sealed) throws IOException {
    long length = sealed.stream().mapToLong(bytes -> bytes.length).sum();
    return stage(
        new StripeGeometry(layout.dataBits(), length).bitLength(),
        files -> {
          for (byte[] bytes : sealed) {
            appendRows(bytes, files);
          }
          if (pipeline.isRowBegun()) {
            endRow(files);
          }
          return StoredStripe.ofPack(objectId, length, layout, finish(files));
        });
  }

  /**
   * Encodes and stages what was a stripe of another layout; as {@link #write} does.
   *
   * @param number in this writer's run
   * @throws StoreException also what the source threw
   */
  StoredStripe writeSealed(SealedSource source, int number) throws IOException {
    return stage(
        new StripeGeometry(layout.dataBits(), source.sealedLength()).bitLength(),
        files -> {
          for (byte[] some = source.next(); some.length > 0; some = source.next()) {
            appendRows(some, files);
          }
          if (pipeline.isRowBegun()) {
            endRow(files);
          }
          return new StoredStripe(objectId, number, 0, source.plainLength(), layout, finish(files));
        });
  }

  private void appendRows(byte[] sealed, List<BitFile> files) {
    for (int from = 0; from < sealed.length; ) {
      from += pipeline.append(sealed, from);
      if (pipeline.isRowFull()) {
        endRow(files);
      }
    }
  }

  /** Makes the files of a stripe, has them filled, and deletes them if that fails. */
  private StoredStripe stage(long planned, Filler filler) throws IOException {
    long reserved = planned * layout.bits();
    staging.reserve(reserved, WriteLimits.STAGING_WAIT);
    List<BitFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean done = false;
    try {
      int pieceLength = BitMetainfo.pieceLengthFor(planned);
      for (int bit = 0; bit < layout.bits(); bit++) {
        String name = Secrets.newHex(random, 32);
        names.add(name);
        files.add(openFile(name, pieceLength));
      }
      pipeline.begin(pieceLength, planned);
      StoredStripe stripe = filler.fill(files);
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
    for (int frame = 0; frame < framesPerSegment && frames.hasNext(); frame++) {
      int length = frames.advance();
      boolean last = frame == framesPerSegment - 1 || !frames.hasNext();
      pipeline.seal(number, frame, last, frames.current(), length);
      plainLength += length;
      if (pipeline.isRowFull()) {
        endRow(files);
      }
    }
    if (pipeline.isRowBegun()) {
      endRow(files);
    }
    return plainLength;
  }

  private void endRow(List<BitFile> files) {
    try {
      pipeline.endRow((cells, length) -> {
        for (int bit = 0; bit < files.size(); bit++) {
          files.get(bit).append(cells[bit], length);
        }
      });
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
    for (int position = 0; position < files.size(); position++) {
      bits.add(
          new StoredBit(
              position,
              files.get(position).metainfo(cloudId, pipeline.pieceHashes(position)),
              layout.copies(position),
              true));
    }
    try {
      force(files);
      DurableFiles.sync(staging.directory());
    } catch (IOException e) {
      throw new DiskException(e);
    }
    return bits;
  }

  /** Side by side, so that a file system writes its journal once or twice for all of them. */
  private static void force(List<BitFile> files) throws IOException {
    try {
      AtOnce.run(
          files.stream()
              .<Callable<BitFile>>map(file ->
                  () -> {
                    file.force();
                    return file;
                  })
              .toList());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException().initCause(e);
    }
  }

  /** The refusal when a stripe could not be written for another reason than a full disk. */
  static StoreException cannotStage(IOException e) {
    return new StoreException(
        Code.STAGING_FULL, "the gateway cannot write to its staging area: " + e.getMessage(), e);
  }

  /** Gives back the memory of its rows. */
  @Override
  public void close() {
    pipeline.close();
  }

  private static void close(List<BitFile> files) throws IOException {
    for (BitFile file : files) {
      file.close();
    }
  }

  /** Fills the files of a stripe. */
  @FunctionalInterface
  private interface Filler {
    StoredStripe fill(List<BitFile> files) throws IOException;
  }

  /** What the staging disk threw, told apart from what the body threw. */
  private static final class DiskException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    DiskException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
