// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

/** What operators decided about a node. */
public enum Standing {
  /** It takes part. */
  ACTIVE,
  /** It serves what it has and gets no new copies. */
  DRAINING,
  /** Its token and its passkey are refused for ever, and its copies count for nothing. */
  REVOKED
}
