// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.plan;

import java.util.List;

/**
 * An answer of the planner.
 *
 * @param fits whether the choices give what was wished
 * @param choices cheapest first if they fit, else those that come closest first
 * @param shortfalls why none fits; empty if some do
 */
public record Plan(boolean fits, List<Choice> choices, List<Shortfall> shortfalls) {
  public Plan {
    choices = List.copyOf(choices);
    shortfalls = List.copyOf(shortfalls);
  }
}
