// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import java.util.function.BooleanSupplier;

/** The way of staged stripes to nodes, as far as whoever wrote them waits for it. Thread-safe. */
public interface Spreading {
  /** A stripe is about to be spread: until that is done its staged bits must stay. */
  void announce(String objectId, int number);

  /**
   * Returns when a stripe may be acknowledged.
   *
   * @param cancelled asked now and then; true ends the wait
   * @throws StoreException as a put does
   */
  void spread(StoredStripe stripe, BooleanSupplier cancelled);

  /** No stripe of this upload is waited for any more. */
  void forget(String objectId, int stripes);
}
