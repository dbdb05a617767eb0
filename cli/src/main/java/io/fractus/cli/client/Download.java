// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.raid.object.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The body of an object on its way, counted and checked. Not thread-safe. */
final class Download {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Console console;
  private final ObjectKey key;
  private final HttpResponse<InputStream> response;

  Download(Console console, ObjectKey key, HttpResponse<InputStream> response) {
    this.console = console;
    this.key = key;
    this.response = response;
  }

  /**
   * Writes all of it.
   *
   * @throws Failure if it is shorter than declared, or if a whole object is not what its ETag says
   * @throws IOException if the output throws it
   */
  void to(OutputStream out) throws IOException {
    long size = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    MessageDigest md5 = md5();
    long count;
    try (Progress progress = new Progress(console, "get", size);
        InputStream in = response.body()) {
      count = copy(in, out, md5, progress);
    }
    out.flush();
    if (size >= 0 && count != size) {
      throw Failure.failed(key + " broke off after " + count + " of " + size + " bytes: try again");
    }
    String etag = response.headers().firstValue("ETag").orElse("").replace("\"", "");
    String found = HexFormat.of().formatHex(md5.digest());
    if (response.statusCode() == 200 && etag.matches("[0-9a-f]{32}") && !etag.equals(found)) {
      throw Failure.failed(key + " is not right: its MD5 is " + found + " and must be " + etag);
    }
  }

  private long copy(InputStream in, OutputStream out, MessageDigest md5, Progress progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long count = 0;
    while (true) {
      int length;
      try {
        length = in.read(buffer);
      } catch (IOException e) {
        throw Failure.failed(key + " broke off after " + count + " bytes: try again", e);
      }
      if (length < 0) {
        return count;
      }
      out.write(buffer, 0, length);
      md5.update(buffer, 0, length);
      count += length;
      progress.add(length);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
