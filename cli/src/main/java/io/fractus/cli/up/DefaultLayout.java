// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.up;

import io.fractus.cli.base.Failure;
import io.fractus.protocol.layout.Layout;

/** Which layout fits how many nodes. Stateless. */
final class DefaultLayout {
  private DefaultLayout() {}

  /** The safest layout of the usual ones for which there are nodes. */
  static String forNodes(int nodes) {
    if (nodes >= 12) {
      return "raid6:4+2x2";
    }
    if (nodes >= 6) {
      return "raid6:4+2x1";
    }
    if (nodes >= 3) {
      return "raid5:2+1x1";
    }
    return nodes == 2 ? "raid1:1x2" : "raid0:1";
  }

  /**
   * Reads a layout as a user wrote it.
   *
   * @throws Failure of wrong usage if it is none, or needs more nodes than there are
   */
  static Layout check(String text, int nodes) {
    Layout layout;
    try {
      layout = Layout.parse(text);
    } catch (RuntimeException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
    int needed = nodesNeeded(layout);
    if (needed > nodes) {
      throw Failure.wrongUsage(
          "layout "
              + layout
              + " needs "
              + needed
              + " nodes and there are "
              + nodes
              + ": give --nodes "
              + needed
              + " or a smaller --layout");
    }
    return layout;
  }

  /** A node holds at most one bit of a stripe, so each copy of each bit needs a node of its own. */
  static int nodesNeeded(Layout layout) {
    return layout.copiesTotal();
  }
}
