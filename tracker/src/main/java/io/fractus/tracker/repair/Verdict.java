// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

/**
 * What is to be done about a bit.
 *
 * @param need what it needs
 * @param urgency how soon
 * @param days until it is lost if nothing is done, to be expected; 0 if no copy lives
 */
public record Verdict(Need need, Urgency urgency, double days) {
  /** What a bit needs. */
  public enum Need {
    /** Nothing: it has what it shall have, or that is on its way. */
    NOTHING,
    /** A copy that nobody fetches is given up. */
    GIVE_UP,
    /** Another copy, from one that lives. */
    COPY,
    /** Another copy, as soon as the node of one that lives is here. */
    SOURCE,
    /** A gateway that rebuilds it. */
    REBUILD,
    /** Nothing: it has copies in reserve, which stay as long as there is space for them. */
    RESERVE,
    /** One copy less. */
    SURPLUS
  }
}
