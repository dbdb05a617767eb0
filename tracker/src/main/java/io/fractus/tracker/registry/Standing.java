// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

/** What operators decided about a node. */
public enum Standing {
  /** It takes part. */
  ACTIVE,
  /** It gets no new copies, and those that it has move to others; it serves them meanwhile. */
  DRAINING,
  /** It drained and holds nothing any more; it gets no new copies. */
  DRAINED,
  /** Its token and its passkey are refused for ever, and its copies count for nothing. */
  REVOKED
}
