// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.explain;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import java.util.function.IntToDoubleFunction;

/** Nodes by their hours. */
final class TestNodes {
  private TestNodes() {}

  static Member node(String id, String site, IntToDoubleFunction week) {
    return new Member(id, NodeClass.HOME, site, WeekAvailability.of(week), 100, 0);
  }

  static Holding complete(Member node) {
    return new Holding(node, CopyState.COMPLETE, true, Trust.VETTED);
  }
}
