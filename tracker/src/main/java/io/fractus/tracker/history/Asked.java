// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/**
 * When a node was last asked for a piece, by a probe or a gateway.
 *
 * @param at milliseconds of the steady clock, 0 for never
 * @param failures how often in a row nobody answered
 * @param audits that it answered, right or wrong, ever
 * @param slow whether probes found it slow so far
 * @param open whether it takes more of them to be sure of that, or of the contrary
 * @param doubtful whether gateways cannot be sure of it either, if they find it slow
 */
public record Asked(
    long at, int failures, int audits, boolean slow, boolean open, boolean doubtful) {
  static final Asked NEVER = new Asked(0, 0, 0, false, false, true);
}
