// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/** What a probe found, as far as it says something of the node. */
public enum ProbeVerdict {
  /** The node sent a right piece. */
  SERVED,
  /** Nobody answered, or not in time. */
  UNREACHABLE,
  /** It was connected, and did not answer, or did not send the piece that it said it has. */
  STALLED,
  /** It answered and does not have the bit, or not the piece. */
  MISSING,
  /** It sent a wrong piece. */
  CORRUPT
}
