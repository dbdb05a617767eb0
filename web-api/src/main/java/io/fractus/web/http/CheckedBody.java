// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.web.Limits;
import io.fractus.web.http.BodyException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/**
 * A request's body that is as long as declared and passes its checks, or throws {@link
 * BodyException}.
 *
 * <p>The last byte is handed out only after the checks were made: a reader that counts bytes and
 * never asks for the end of the stream must not get away with a wrong body. Not thread-safe.
 */
public final class CheckedBody extends InputStream {
  private final InputStream in;
  private final OptionalLong declared;
  private final List<BodyCheck> checks;
  private final byte[] single = new byte[1];
  private long count;
  private boolean done;

  /**
   * A body that is still to be read.
   *
   * @param declared length in bytes, if known
   */
  public CheckedBody(InputStream in, OptionalLong declared, List<BodyCheck> checks) {
    this.in = in;
    this.declared = declared;
    this.checks = List.copyOf(checks);
  }

  /** How long the body shall be, if that was declared. */
  public OptionalLong declared() {
    return declared;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (done) {
      return -1;
    }
    if (declared.orElse(0) > Limits.OBJECT_BYTES_MAX) {
      throw tooLarge();
    }
    int read = readInner(buffer, offset, length);
    if (read < 0) {
      finish();
      return -1;
    }
    count += read;
    for (BodyCheck check : checks) {
      check.update(buffer, offset, read);
    }
    checkLength();
    return read;
  }

  private void checkLength() throws IOException {
    if (count > Limits.OBJECT_BYTES_MAX) {
      throw tooLarge();
    }
    if (declared.isEmpty() || count < declared.getAsLong()) {
      return;
    }
    if (count > declared.getAsLong() || readInner(single, 0, 1) >= 0) {
      throw new BodyException(
          Reason.TOO_LONG,
          "the body has more than the " + declared.getAsLong() + " bytes declared");
    }
    finish();
  }

  private static BodyException tooLarge() {
    return new BodyException(
        Reason.TOO_LARGE, "an object has at most " + Limits.OBJECT_BYTES_MAX + " bytes");
  }

  private void finish() throws BodyException {
    done = true;
    if (declared.isPresent() && count < declared.getAsLong()) {
      throw new BodyException(
          Reason.TRUNCATED,
          "the body ended after " + count + " of " + declared.getAsLong() + " bytes");
    }
    for (BodyCheck check : checks) {
      check.verify();
    }
  }

  private int readInner(byte[] buffer, int offset, int length) throws BodyException {
    try {
      return in.read(buffer, offset, length);
    } catch (BodyException e) {
      throw e;
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw new BodyException(
            Reason.TOO_SLOW, "nothing came for too long after " + count + " bytes of the body", e);
      }
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new BodyException(
          Reason.TRUNCATED,
          "the connection broke or stalled after " + count + " bytes of the body: " + reason,
          e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
