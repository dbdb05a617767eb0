// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.CopyState;
import io.fractus.tracker.registry.RepairRows;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.repair.BitFacts;
import io.fractus.tracker.repair.Health;
import io.fractus.tracker.repair.RepairLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How copies that were begun ended, and on which nodes badly. Used under the lock of Repairs. */
final class RepairEndings {
  private final RepairView view;
  private final Since<Failure> failures;

  private record Failure(long bit, long node) {}

  RepairEndings(RepairView view, InstantSource steady) {
    this.view = view;
    this.failures = new Since<>(steady, RepairLimits.QUEUE_MAX);
  }

  /** Whether a node failed to fetch a bit. */
  boolean failed(long bit, long node) {
    return failures.knows(new Failure(bit, node));
  }

  /** What was begun and came to an end, good or bad. */
  List<RepairRows.Repair> over(Rows rows) {
    List<RepairRows.Repair> over = new ArrayList<>();
    for (RepairRows.Repair repair : rows.repairs().all()) {
      if (repair.node() == 0) {
        continue;
      }
      Optional<CopyState> state = rows.copies().state(repair.infoHash(), repair.node());
      boolean isDone = state.isPresent() && state.get() == CopyState.COMPLETE;
      if (isDone) {
        over.add(repair);
        continue;
      }
      Optional<BitFacts> bit = rows.drains().bit(repair.bit()).map(one -> view.facts(rows, one));
      boolean hasSource = bit.filter(RepairEndings::hasSource).isPresent();
      boolean isComing = bit.filter(facts -> isComing(facts, repair.node())).isPresent();
      if (!isComing || !hasSource) {
        over.add(repair);
      }
      if (!isComing) {
        var _ = failures.seen(new Failure(repair.bit(), repair.node()));
      }
    }
    return over;
  }

  private static boolean isComing(BitFacts facts, long node) {
    return facts.copies().stream()
        .anyMatch(copy -> copy.node() == node && copy.health() == Health.COMING);
  }

  /** Whether a copy is left to fetch it from: else it is not its node's fault, and decoded. */
  private static boolean hasSource(BitFacts facts) {
    return facts.copies().stream().anyMatch(copy -> copy.health().isLiving());
  }
}
