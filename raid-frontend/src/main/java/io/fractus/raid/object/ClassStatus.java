// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a storage class asks for, and what what is put with it gets now.
 *
 * @param name of the class
 * @param target a layout, or nines for which the planner chooses one
 * @param layout what is put with it has now
 * @param state whether the layout gives what is asked for
 * @param detail what is in the way and what would mend it, for people; empty if nothing is
 * @param since when the layout was chosen; null if nobody had to
 */
public record ClassStatus(
    String name,
    String target,
    String layout,
    State state,
    String detail,
    @Nullable Instant since) {
  /** Whether a target is met. */
  public enum State {
    /** The class has one layout, whatever the nodes. */
    FIXED,
    /** The layout gives what is wished. */
    MET,
    /** No layout does; this one comes closest. */
    UNMET,
    /** No planner has answered since the gateway started. */
    UNKNOWN
  }
}
