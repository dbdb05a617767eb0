// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

/**
 * When a node was last asked for a piece, by a probe or a gateway.
 *
 * @param at milliseconds of the steady clock, 0 for never
 * @param failures how often in a row nobody answered
 * @param audits that it answered, right or wrong, ever
 */
public record Asked(long at, int failures, int audits) {
  static final Asked NEVER = new Asked(0, 0, 0);
}
