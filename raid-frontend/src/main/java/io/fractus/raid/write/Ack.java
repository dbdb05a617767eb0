// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

/** When a put is acknowledged. */
public enum Ack {
  /** When each bit has a copy on a node that was seen to have it: no one computer can lose it. */
  SPREAD,

  /**
   * When the bits are on this gateway's disk, fsynced. They follow to nodes at once, or as soon as
   * there are some; until then the object is lost if this disk is.
   */
  STAGED
}
