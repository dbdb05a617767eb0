// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

/** What became of a bit that was complete. */
public enum Verdict {
  /** All of it is there. */
  GOOD,
  /** Its file was written to after it was complete; only a hash tells whether it is good. */
  CHANGED,
  /** Its file is gone or of another length. */
  LOST,
  /** Its bytes are not right, or its torrent is none. */
  CORRUPT,
  /** The disk does not give it. Nothing is known of it, and it may be good: it is kept. */
  UNREADABLE
}
