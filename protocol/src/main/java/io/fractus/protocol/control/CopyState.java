// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/** Where a copy is on its way. */
public enum CopyState {
  /** Assigned; the node has not said that it has it. */
  WANTED,
  /** The node said that it has all of it. */
  COMPLETE,
  /** A gateway could not read it, and the node is checking. */
  SUSPECT
}
