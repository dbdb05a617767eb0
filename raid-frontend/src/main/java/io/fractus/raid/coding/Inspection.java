// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

/**
 * Whether units go together.
 *
 * @param state what was found
 * @param wrongUnit the unit that is wrong, or -1 if none is or it cannot be said which
 */
public record Inspection(State state, int wrongUnit) {
  /** What an inspection can find. */
  public enum State {
    /** All units are as they were encoded. */
    CONSISTENT,
    /** One unit is wrong, and all others are right. */
    ONE_WRONG,
    /** Something is wrong; with fewer than two spare units, or two wrong ones, not known what. */
    WRONG
  }

  static final Inspection CONSISTENT = new Inspection(State.CONSISTENT, -1);
  static final Inspection WRONG = new Inspection(State.WRONG, -1);

  static Inspection oneWrong(int unit) {
    return new Inspection(State.ONE_WRONG, unit);
  }
}
