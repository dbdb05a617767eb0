// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.contact;

import java.time.Duration;

/** Every bound of connections to nodes, each with its reason. */
final class ContactLimits {
  /**
   * How long a connection is kept that nobody reads from: as long as who reads range by range needs
   * for one, and half of what an engine grants who is idle before others get the place.
   */
  static final Duration IDLE_KEPT = Duration.ofSeconds(5);

  /** Connections that are kept: what is left of their memory is a socket and some hundred bytes. */
  static final int IDLE_MAX = 128;

  /** Those of one node: a small share of the places that even a tiny one has. */
  static final int IDLE_PER_NODE = 8;

  private ContactLimits() {}
}
