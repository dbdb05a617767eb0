// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.movement;

/** Why a copy is made. */
public enum Why {
  /** Its bit is read often: one copy more on a fast node. */
  HOT("is read often"),
  /** Its bit is hardly read, and takes space that first copies of others need. */
  COLD("is hardly read and leaves a crowded anchor"),
  /** The node that has it is slow. */
  DEMOTED("leaves a slow node");

  private final String text;

  Why(String text) {
    this.text = text;
  }

  /** For people, of a bit. */
  public String text() {
    return text;
  }
}
