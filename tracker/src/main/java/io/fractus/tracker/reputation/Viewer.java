// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

/** Who saw how a node serves: a node may know the one from the other. */
public enum Viewer {
  /** The tracker, which asks for any piece of any bit at any time. */
  PROBE,
  /** Gateways, which read what their users want. */
  READER
}
