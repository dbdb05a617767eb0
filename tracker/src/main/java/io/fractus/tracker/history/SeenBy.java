// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.Locale;

/** How it is known that a node is here. */
enum SeenBy {
  NONE,
  ANNOUNCE,
  PROBE,
  CHANNEL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
