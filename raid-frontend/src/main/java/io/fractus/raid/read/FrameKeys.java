// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.seal.FrameCipher;

/** Opens the frames of one object and of its parts. Not thread-safe. */
public interface FrameKeys {
  /** Takes the key of a client; see {@link io.fractus.raid.object.ObjectReader#unlock}. */
  void unlock(CustomerKey key);

  /** Throws CUSTOMER_KEY_MISMATCH if the key of a client is missing. */
  void check();

  /** Of the object that came whole, or of a part of it, by its id. */
  FrameCipher of(String id);
}
