// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.seal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the frames of one object with AES-256-GCM. A part of a multipart upload is sealed
 * as an object of its own: it has an id and a key, which it keeps in the object that it becomes
 * part of, and its segments are counted from 0, so that its place there need not be known. Not
 * thread-safe: it holds a cipher and buffers, so each thread makes its own.
 *
 * <pre>
 * frame   | ciphertext, 1 to 65,520 bytes | tag, 16 bytes |
 * nonce   | segment, 4 | frame, 4 | last, 1 | zero, 3 |             big-endian
 * AAD     | object id, 16 | segment, 4 | frame, 4 | last, 1 |
 * </pre>
 *
 * A nonce is used once because the key belongs to one object and each frame of it is sealed once:
 * an object whose content changes needs a new key. The associated data binds a frame to its place,
 * so frames cannot be moved, swapped between segments or objects, nor dropped from the end of a
 * segment unseen.
 */
public final class FrameCipher {
  /** Plain bytes of a full frame: a cell less the tag. */
  public static final int PLAIN = 65_520;

  /** Bytes that sealing adds to a frame. */
  public static final int TAG = AesGcm.TAG;

  /** Sealed bytes of a full frame. */
  public static final int SEALED = PLAIN + TAG;

  /** Bytes of an object id. */
  public static final int OBJECT_ID = 16;

  private final Cipher cipher = AesGcm.newCipher();
  private final SecretKeySpec key;
  private final byte[] associated = new byte[OBJECT_ID + 9];
  private final byte[] nonce = new byte[AesGcm.NONCE];

  /**
   * A cipher for the frames of one object.
   *
   * @param objectId 16 bytes that no other object has
   */
  public FrameCipher(DataKey key, byte[] objectId) {
    if (objectId.length != OBJECT_ID) {
      throw new IllegalArgumentException("an object id has 16 bytes, not " + objectId.length);
    }
    this.key = new SecretKeySpec(key.bytes(), "AES");
    System.arraycopy(objectId, 0, associated, 0, OBJECT_ID);
  }

  /**
   * The sealed bytes of so many plain bytes of one segment: each frame of {@link #PLAIN} bytes, and
   * what is left, grows by {@link #TAG}. No plain bytes have no frames.
   */
  public static long sealedLength(long plainLength) {
    if (plainLength < 0) {
      throw new IllegalArgumentException("a length is not negative: " + plainLength);
    }
    long frames = plainLength / PLAIN + (plainLength % PLAIN == 0 ? 0 : 1);
    return Math.addExact(plainLength, frames * TAG);
  }

  /**
   * Seals one frame, once: sealing other bytes for the same place under the same key would give
   * both away.
   *
   * @param segment the segment's number in the object, from 0
   * @param frame the frame's number in the segment, from 0
   * @param last whether it is the last frame of the segment
   * @param length plain bytes, 1 to {@link #PLAIN}
   * @return the sealed bytes written to {@code out}: {@code length + TAG}
   */
  public int seal(
      int segment,
      int frame,
      boolean last,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    checkLength(length, 1, PLAIN);
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length + TAG, out.length);
    try {
      start(Cipher.ENCRYPT_MODE, segment, frame, last);
      return cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + name(segment, frame), e);
    }
  }

  /**
   * Opens one frame.
   *
   * @param segment the segment's number in the object, from 0
   * @param frame the frame's number in the segment, from 0
   * @param last whether it is the last frame of the segment
   * @param length sealed bytes, 17 to {@link #SEALED}
   * @return the plain bytes written to {@code out}: {@code length - TAG}
   * @throws SealException if these bytes were not sealed with this key for this place; what is in
   *     {@code out} from {@code outOffset} is then of no meaning
   */
  public int open(
      int segment,
      int frame,
      boolean last,
      byte[] in,
      int inOffset,
      int length,
      byte[] out,
      int outOffset) {
    checkLength(length, 1 + TAG, SEALED);
    Objects.checkFromIndexSize(inOffset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length - TAG, out.length);
    try {
      start(Cipher.DECRYPT_MODE, segment, frame, last);
      return cipher.doFinal(in, inOffset, length, out, outOffset);
    } catch (AEADBadTagException e) {
      throw new SealException(
          name(segment, frame)
              + " does not open: it was changed, is not in its place or has another key",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open " + name(segment, frame), e);
    }
  }

  private void start(int mode, int segment, int frame, boolean last)
      throws GeneralSecurityException {
    if (segment < 0 || frame < 0) {
      throw new IllegalArgumentException("numbers are not negative: " + name(segment, frame));
    }
    byte mark = (byte) (last ? 1 : 0);
    ByteBuffer.wrap(nonce).putInt(segment).putInt(frame).put(mark);
    ByteBuffer.wrap(associated).position(OBJECT_ID).putInt(segment).putInt(frame).put(mark);
    cipher.init(mode, key, new GCMParameterSpec(AesGcm.TAG_BITS, nonce));
    cipher.updateAAD(associated);
  }

  private static void checkLength(int length, int min, int max) {
    if (length < min || length > max) {
      throw new IllegalArgumentException(
          "a frame has %d to %d bytes, not %d".formatted(min, max, length));
    }
  }

  private static String name(int segment, int frame) {
    return "frame " + frame + " of segment " + segment;
  }
}
