// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.FrameCipher;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * The body of a put, cut into frames, one ahead: there is always known whether another frame
 * follows. Not thread-safe.
 */
final class PlainFrames {
  private final InputStream body;
  private final OptionalLong declared;
  private final long max;
  private final MessageDigest md5;
  private byte[] current = new byte[FrameCipher.PLAIN];
  private byte[] next = new byte[FrameCipher.PLAIN];
  private int nextLength;
  private long total;

  /** Frames of a body that may be as large as an object. */
  PlainFrames(InputStream body, OptionalLong declared) throws IOException {
    this(body, declared, WriteLimits.OBJECT_BYTES_MAX);
  }

  /**
   * Frames of a body.
   *
   * @param max the most bytes that it may have
   */
  PlainFrames(InputStream body, OptionalLong declared, long max) throws IOException {
    this.body = body;
    this.declared = declared;
    this.max = max;
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
    if (declared.isPresent() && declared.getAsLong() > max) {
      throw tooLarge(declared.getAsLong());
    }
    readNext();
  }

  boolean hasNext() {
    return nextLength > 0;
  }

  /** Makes the next frame the current one and returns its length; there must be one. */
  int advance() throws IOException {
    byte[] free = current;
    current = next;
    next = free;
    int length = nextLength;
    readNext();
    return length;
  }

  /** The bytes of the current frame, valid until the next call of {@link #advance}. */
  byte[] current() {
    return current;
  }

  /** Bytes read of the body so far, with the frame ahead. */
  long total() {
    return total;
  }

  /** Bytes that are still to come with the frame ahead, if the body's length was declared. */
  OptionalLong remaining() {
    return declared.isPresent()
        ? OptionalLong.of(Math.max(0, declared.getAsLong() - total + nextLength))
        : OptionalLong.empty();
  }

  /** The MD5 of the whole body, in hexadecimal; the body must be at its end. */
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  private void readNext() throws IOException {
    nextLength = body.readNBytes(next, 0, next.length);
    total += nextLength;
    md5.update(next, 0, nextLength);
    if (total > max) {
      throw tooLarge(total);
    }
    boolean tooLong = declared.isPresent() && total > declared.getAsLong();
    boolean tooShort =
        declared.isPresent() && nextLength < next.length && total < declared.getAsLong();
    if (tooLong || tooShort) {
      throw new StoreException(
          Code.BODY_LENGTH_MISMATCH,
          "the body has %s %d bytes, declared were %d"
              .formatted(tooLong ? "at least" : "only", total, declared.getAsLong()));
    }
  }

  private StoreException tooLarge(long bytes) {
    return new StoreException(
        Code.OBJECT_TOO_LARGE,
        "a body has at most %d bytes here, this has %d".formatted(max, bytes));
  }
}
