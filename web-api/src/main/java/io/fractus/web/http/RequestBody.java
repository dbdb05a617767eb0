// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * The raw body of a request, opened at the first read: opening sends "100 Continue", and a request
 * that is refused for its headers shall be refused before that. Not thread-safe.
 */
public final class RequestBody extends InputStream {
  private static final String BEGUN = RequestBody.class.getName() + ".begun";

  private final HttpServletRequest request;
  private final Pace pace;
  private final byte[] single = new byte[1];

  public RequestBody(HttpServletRequest request) {
    this.request = request;
    this.pace = new Pace(Patience.of(request));
  }

  /** Whether any of a request's body was asked for, so that its client sends all of it. */
  static boolean isBegun(HttpServletRequest request) {
    return request.getAttribute(BEGUN) != null;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    request.setAttribute(BEGUN, true);
    long start = System.nanoTime();
    int read = request.getInputStream().read(buffer, offset, length);
    if (!pace.keptAfter(System.nanoTime() - start, read)) {
      throw new BodyException(BodyException.Reason.TOO_SLOW, "the body comes too slowly");
    }
    return read;
  }
}
