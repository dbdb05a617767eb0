// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of one part after the other, each up to the boundary after it. Not thread-safe. */
final class UntilBoundary extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream in;
  private final byte[] boundary;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int end;
  private boolean ended;
  private boolean atBoundary;

  UntilBoundary(InputStream in, String boundary) {
    this.in = in;
    this.boundary = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first boundary has no line before it: this makes it one like the others.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.end = 2;
  }

  /** Goes to the part after a boundary that was reached; false if that was the last. */
  boolean next() throws IOException {
    from += boundary.length;
    atBoundary = false;
    fill(2);
    boolean last = buffer[from] == '-' && buffer[from + 1] == '-';
    from += 2;
    return !last;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int ready = ready();
    if (ready == 0) {
      return -1;
    }
    int count = Math.min(ready, length);
    System.arraycopy(buffer, from, to, offset, count);
    from += count;
    return count;
  }

  /** How many bytes are here that are surely of this part; none at its end. */
  private int ready() throws IOException {
    if (atBoundary) {
      return 0;
    }
    fill(boundary.length);
    for (int at = from; at < end; at++) {
      int same = 0;
      while (same < boundary.length && at + same < end && buffer[at + same] == boundary[same]) {
        same++;
      }
      if (same == boundary.length) {
        atBoundary = at == from;
        return at - from;
      }
      if (at + same == end && at > from) {
        // What is here may be the beginning of a boundary: that is seen when more is here.
        return at - from;
      }
    }
    return end - from;
  }

  /** Has so many bytes here; throws if the body ends before. */
  private void fill(int bytes) throws IOException {
    if (end - from >= bytes) {
      return;
    }
    System.arraycopy(buffer, from, buffer, 0, end - from);
    end -= from;
    from = 0;
    while (end < bytes && !ended) {
      int read = in.read(buffer, end, buffer.length - end);
      ended = read < 0;
      end += Math.max(0, read);
    }
    if (end < bytes) {
      throw new BodyException(Reason.TRUNCATED, "the form ends without its last boundary");
    }
  }
}
