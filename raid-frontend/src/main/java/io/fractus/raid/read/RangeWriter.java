// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.Run;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.SealException;
import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the frames of fetched windows and writes what is wanted of them. Not thread-safe. */
final class RangeWriter {
  private final String objectName;
  private final Function<String, FrameCipher> ciphers;
  private final OutputStream out;
  private final long from;
  private final long to;
  private @Nullable FrameCipher cipher;
  private String cipherOf = "";
  private byte[] gathered = {};
  private byte[] plain = {};

  /**
   * Writes one range of one object.
   *
   * @param objectName for messages
   * @param ciphers by the id of a stripe's object or part
   * @param from first byte of the object
   * @param to one past the last
   */
  RangeWriter(
      String objectName,
      Function<String, FrameCipher> ciphers,
      OutputStream out,
      long from,
      long to) {
    this.objectName = objectName;
    this.ciphers = ciphers;
    this.out = out;
    this.from = from;
    this.to = to;
  }

  void write(StoredStripe stripe, StripePlan plan, Window window, byte[][] units)
      throws IOException {
    BitMetainfo bit = stripe.bits().getFirst().metainfo();
    long windowOffset = (long) window.firstPiece() * bit.pieceLength();
    for (int frame = window.firstFrame(); frame <= window.lastFrame(); frame++) {
      int opened = open(stripe, plan, frame, windowOffset, units);
      long start = stripe.plainOffset() + (long) frame * FrameCipher.PLAIN;
      int first = (int) Math.max(0, from - start);
      int end = (int) Math.min(opened, to - start);
      out.write(plain, first, end - first);
    }
  }

  /** Opens a frame where it lies, which in all rows but the tail is one cell. */
  private int open(
      StoredStripe stripe, StripePlan plan, int frame, long windowOffset, byte[][] units) {
    long sealedOffset = plan.sealedOffset(frame);
    int length = plan.sealedLength(frame);
    plain = atLeast(plain, length);
    Run run = plan.geometry().locate(sealedOffset);
    if (run.length() >= length) {
      return open(
          stripe, plan, frame, units[run.bit()], (int) (run.offset() - windowOffset), length);
    }
    gathered = atLeast(gathered, length);
    for (int done = 0; done < length; ) {
      Run part = plan.geometry().locate(sealedOffset + done);
      int step = Math.min(part.length(), length - done);
      int from = (int) (part.offset() - windowOffset);
      System.arraycopy(units[part.bit()], from, gathered, done, step);
      done += step;
    }
    return open(stripe, plan, frame, gathered, 0, length);
  }

  /** Most objects are smaller than a frame, and most frames lie in one cell. */
  private static byte[] atLeast(byte[] buffer, int length) {
    return buffer.length >= length ? buffer : new byte[length];
  }

  private int open(
      StoredStripe stripe, StripePlan plan, int frame, byte[] sealed, int offset, int length) {
    try {
      return cipher(stripe.objectId())
          .open(stripe.number(), frame, plan.isLast(frame), sealed, offset, length, plain, 0);
    } catch (SealException e) {
      throw new StoreException(
          Code.UNAVAILABLE,
          ("frame %d of stripe %d of %s does not open: its pieces are as they were written, so the"
                  + " catalog or the key is not")
              .formatted(frame, stripe.number(), objectName),
          e);
    }
  }

  /** The last one is kept: stripes of a part come together. */
  private FrameCipher cipher(String id) {
    FrameCipher last = cipher;
    if (last == null || !id.equals(cipherOf)) {
      last = ciphers.apply(id);
      cipher = last;
      cipherOf = id;
    }
    return last;
  }
}
