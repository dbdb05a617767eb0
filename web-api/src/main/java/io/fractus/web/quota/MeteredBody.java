// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.web.accounts.registry.Quota;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * A body for whose bytes room is reserved: all of it at once if its length was declared, or else as
 * it is read. Not thread-safe.
 */
final class MeteredBody extends FilterInputStream {
  private final Reservations reservations;
  private final String owner;
  private final Quota quota;
  private final long objects;
  private long reserved;
  private long read;

  /**
   * Reserves what can be; throws QUOTA_EXCEEDED.
   *
   * @param objects 1 for an object, 0 for a part of one
   * @param replaces whether there is an object in its place
   */
  MeteredBody(
      InputStream in,
      Reservations reservations,
      String owner,
      Quota quota,
      OptionalLong declared,
      long objects,
      boolean replaces) {
    super(in);
    this.reservations = reservations;
    this.owner = owner;
    this.quota = quota;
    this.objects = objects;
    this.reserved = declared.orElse(0);
    reservations.add(owner, quota, objects, reserved, replaces);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count > 0) {
      count(count);
    }
    return count;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > reserved) {
      reservations.add(owner, quota, 0, read - reserved, false);
      reserved = read;
    }
  }

  /** The body is the caller's to close, and whoever read it has not committed it yet. */
  @Override
  public void close() {}

  /** Gives back what was reserved: once, when all is committed or given up. */
  void release() {
    reservations.remove(owner, objects, reserved);
  }
}
