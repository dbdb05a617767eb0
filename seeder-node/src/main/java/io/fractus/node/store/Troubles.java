// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a disk from which a node serves nevertheless, in words. Stateless. */
final class Troubles {
  private Troubles() {}

  /**
   * @param unknown what could not be read, so that it is not known which bits are there
   * @param doubts how many bits cannot be read
   */
  static List<String> of(StoreRoot root, Space space, List<Path> unknown, int doubts) {
    List<String> troubles = new ArrayList<>();
    root.readOnly().ifPresent(why -> troubles.add(why + " No bits are taken"));
    if (space.isDiskFull()) {
      troubles.add("the disk of " + root.path() + " is full: no bits are taken until it is not");
    }
    if (!unknown.isEmpty()) {
      String more = unknown.size() == 1 ? "" : " and " + (unknown.size() - 1) + " more";
      troubles.add(
          unknown.getFirst()
              + more
              + " cannot be read: no bits are taken until that is mended, or it is deleted");
    }
    if (doubts > 0) {
      troubles.add(doubts + " bits cannot be read: they are kept, and tried again");
    }
    int left = space.leftovers().size();
    if (left > 0) {
      troubles.add(left + " bits cannot be deleted: they take space, and it is tried again");
    }
    return troubles;
  }
}
