// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One version of an object, pinned: its bytes stay readable until the reader is closed, whatever is
 * put over it or deleted meanwhile. Not thread-safe.
 */
public interface ObjectReader extends AutoCloseable {
  ObjectInfo info();

  /**
   * Opens what was sealed with the key of a client; before, nothing of it is read.
   *
   * @throws StoreException CUSTOMER_KEY_MISMATCH if it was sealed without one, CUSTOMER_KEY_WRONG
   *     if it was with another
   */
  void unlock(CustomerKey key);

  /**
   * The parts that the object was uploaded in; none if it came whole.
   *
   * @param after only parts with a higher number
   * @param max at most so many
   */
  PartListing parts(int after, int max);

  /**
   * Whether every stripe of a range can be read now, as far as the tracker knows; for the status of
   * a response whose body has not started. Looks at the first stripes only if there are very many.
   *
   * @param offset first byte, 0 to the size
   * @param length bytes, within the object
   * @throws StoreException STRIPE_UNAVAILABLE with the stripe and how many bits are missing, or
   *     TRACKER_UNREACHABLE
   */
  void checkAvailable(long offset, long length);

  /**
   * Writes a range. Either every byte of it is written and right, or this throws; bytes written
   * before that are right.
   *
   * @throws StoreException if a stripe cannot be read; CUSTOMER_KEY_MISMATCH if it was not unlocked
   * @throws IOException if the output throws it
   */
  void writeTo(OutputStream out, long offset, long length) throws IOException;

  @Override
  void close();
}
