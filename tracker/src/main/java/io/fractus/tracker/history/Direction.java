// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/** Which way the bytes of a measured transfer went. */
public enum Direction {
  /** From the node to others. */
  UP,
  /** To the node from others. */
  DOWN
}
