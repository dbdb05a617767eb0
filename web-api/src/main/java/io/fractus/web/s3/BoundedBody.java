// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.Limits;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.BodyException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file of a form that has as many bytes as its policy allows, or throws. Not thread-safe. */
final class BoundedBody extends FilterInputStream {
  private final FormPolicy policy;
  private long count;

  BoundedBody(InputStream in, FormPolicy policy) {
    super(in);
    this.policy = policy;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count += Math.max(0, read);
    if (count > Math.min(policy.lengthMax(), Limits.OBJECT_BYTES_MAX)) {
      throw new BodyException(
          Reason.TOO_LARGE, "the policy allows " + policy.lengthMax() + " bytes at most");
    }
    if (read < 0 && count < policy.lengthMin()) {
      throw new BodyException(
          Reason.TOO_SMALL, "the policy asks for " + policy.lengthMin() + " bytes at least");
    }
    return read;
  }
}
