// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

/** Whether there is room for a bit. */
public enum Admission {
  /** Its space is reserved. */
  GRANTED,
  /** The share has no room. */
  SHARE_FULL,
  /** The share has room, the disk has not. */
  DISK_FULL,
  /** Not all that is on the disk can be read, so that its space cannot be counted. */
  DISK_UNREADABLE,
  /** The disk cannot be written. */
  DISK_READ_ONLY,
  /** Another bit has a file of this name. */
  NAME_TAKEN
}
