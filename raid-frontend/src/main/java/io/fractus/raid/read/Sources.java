// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.torrents.InfoHash;
import java.util.List;
import java.util.Map;

/** The port to whoever knows who holds the bits of stripes. Thread-safe. */
@FunctionalInterface
public interface Sources {
  /**
   * The copies of every bit of some stripes, the best first; a bit that nobody has may be left out.
   *
   * @throws io.fractus.raid.object.StoreException TRACKER_UNREACHABLE
   */
  Map<InfoHash, List<Copy>> copies(List<StoredStripe> stripes);

  /**
   * The same as they were some seconds ago, if that is known and would be enough to read: nobody
   * waits for it. Who finds that it was not enough asks for the {@link #copies} of now.
   *
   * @throws io.fractus.raid.object.StoreException TRACKER_UNREACHABLE
   */
  default Map<InfoHash, List<Copy>> recent(List<StoredStripe> stripes) {
    return copies(stripes);
  }

  /** Whether a copy is worth asking: its node is there and has said that it has it. */
  static boolean isReadable(Copy copy) {
    return copy.online() && copy.state() != CopyState.WANTED;
  }
}
