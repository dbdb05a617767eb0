// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import java.util.Collection;

/** Who reads objects while their bits are replaced by others. Thread-safe. */
public interface Readership {
  /**
   * Bits that some objects have are about to be doomed under an id: they stay, until the change is
   * settled and all have ended who began to read one of the objects before that.
   */
  void keep(String doomedId, Collection<String> objectIds);

  /** The change is in the catalog, or will never be: who reads from now on has other bits. */
  void settle(String doomedId);
}
