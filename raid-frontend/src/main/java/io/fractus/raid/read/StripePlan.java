// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.StripeGeometry;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.torrents.BitMetainfo;
import java.util.ArrayList;
import java.util.List;

/** Which windows of a stripe hold a range of its plaintext. Immutable. */
final class StripePlan {
  /*
   * A full sealed frame is one cell, and frame f is in row f / k. The tail row holds its frames as
   * one run of sealed bytes cut into shorter cells, and is the last row anyway. A piece is a whole
   * number of rows high, so a window of whole pieces is a window of whole rows.
   *
   * The frames of an object in a pack begin anywhere in a cell and end in the next. They are few:
   * one window has them all.
   */

  private final StripeGeometry geometry;
  private final int dataBits;
  private final long sealedEnd;
  private final int pieceLength;
  private final int pieceCount;
  private final int frameCount;
  private final boolean packed;
  private final long base;

  StripePlan(StoredStripe stripe) {
    BitMetainfo bit = stripe.bits().getFirst().metainfo();
    this.geometry = stripe.geometry();
    this.base = stripe.sealedOffset();
    this.sealedEnd = base + FrameCipher.sealedLength(stripe.plainLength());
    this.packed = sealedEnd - base != stripe.sealedLength();
    this.dataBits = stripe.layout().dataBits();
    this.pieceLength = bit.pieceLength();
    this.pieceCount = bit.pieceCount();
    this.frameCount =
        Math.toIntExact((stripe.plainLength() + FrameCipher.PLAIN - 1) / FrameCipher.PLAIN);
  }

  /**
   * The windows of a range, in order.
   *
   * @param from first byte of plaintext within the stripe
   * @param to one past the last
   */
  List<Window> windows(long from, long to) {
    return windows(from, to, piecesPerWindow());
  }

  /** The same in windows as small as can be: what is in memory already need not be copied. */
  List<Window> smallWindows(long from, long to) {
    return windows(from, to, 1);
  }

  private List<Window> windows(long from, long to, int step) {
    int firstFrame = (int) (from / FrameCipher.PLAIN);
    int lastFrame = (int) ((to - 1) / FrameCipher.PLAIN);
    if (packed) {
      long sealed = sealedOffset(lastFrame) + sealedLength(lastFrame) - sealedOffset(firstFrame);
      Window pieces = window(sealedOffset(firstFrame), sealed);
      return List.of(new Window(firstFrame, lastFrame, pieces.firstPiece(), pieces.pieces()));
    }
    int rowsPerPiece = pieceLength / StripeGeometry.CELL;
    int firstPiece = firstFrame / dataBits / rowsPerPiece;
    int lastPiece = Math.min(pieceCount - 1, lastFrame / dataBits / rowsPerPiece);
    List<Window> windows = new ArrayList<>();
    for (int piece = firstPiece; piece <= lastPiece; piece += step) {
      int pieces = Math.min(step, lastPiece - piece + 1);
      int lowest = piece * rowsPerPiece * dataBits;
      int highest = (piece + pieces) * rowsPerPiece * dataBits - 1;
      windows.add(
          new Window(Math.max(firstFrame, lowest), Math.min(lastFrame, highest), piece, pieces));
    }
    return windows;
  }

  /** The pieces that hold a run of sealed bytes, as a window without frames. */
  Window window(long sealedOffset, long length) {
    int first = pieceOf(sealedOffset);
    return new Window(0, 0, first, pieceOf(sealedOffset + length - 1) - first + 1);
  }

  private int pieceOf(long sealedOffset) {
    long row = sealedOffset / ((long) dataBits * StripeGeometry.CELL);
    return (int) (row / (pieceLength / StripeGeometry.CELL));
  }

  private int piecesPerWindow() {
    if (packed) {
      return window(base, sealedEnd - base).pieces();
    }
    return Math.max(1, ReadLimits.WINDOW_BYTES / (dataBits * pieceLength));
  }

  /** The most bytes that the data bits of a window have. */
  long windowBytes() {
    long piecesMax = Math.min(piecesPerWindow(), pieceCount);
    return Math.min(piecesMax * pieceLength, geometry.bitLength()) * dataBits;
  }

  /** The data bits that hold the frames of a window, one flag for each. */
  boolean[] touched(Window window) {
    long from = sealedOffset(window.firstFrame());
    long to = sealedOffset(window.lastFrame()) + sealedLength(window.lastFrame());
    return touched(from, to - from);
  }

  /** The data bits that hold a run of sealed bytes, one flag for each. */
  boolean[] touched(long sealedOffset, long length) {
    boolean[] touched = new boolean[dataBits];
    geometry.ranges(sealedOffset, length).forEach(range -> touched[range.bit()] = true);
    return touched;
  }

  long sealedOffset(int frame) {
    return base + (long) frame * FrameCipher.SEALED;
  }

  /** Bytes of a frame with its tag. */
  int sealedLength(int frame) {
    return (int) Math.min(FrameCipher.SEALED, sealedEnd - sealedOffset(frame));
  }

  boolean isLast(int frame) {
    return frame == frameCount - 1;
  }

  StripeGeometry geometry() {
    return geometry;
  }
}
