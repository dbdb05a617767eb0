// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.util.Locale;

/** Why a session of a node ended. */
public enum Ending {
  /** Its channel was closed or broke. */
  CLOSED,
  /** Nothing was heard of it for too long. */
  SILENT,
  /** It left while it was draining. */
  DRAINED,
  /** It is a stock client, and a probe did not reach it. */
  UNREACHABLE,
  /** The tracker itself was down, and the node did not come back with it. */
  UNOBSERVED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
