// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.placement.Groups.Bench;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which nodes may hold a bit for the sake of the group of its stripe. */
public final class Keepers {
  private final Groups groups;
  private final Optional<Bench> bench;

  Keepers(Groups groups, Optional<Bench> bench) {
    this.groups = groups;
    this.bench = bench;
  }

  /** Those who sit there; none if the stripe keeps to no group. */
  public Set<Long> members() {
    return bench
        .map(one -> Arrays.stream(one.group().at(one.seat())).boxed().collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  /** Whether a node has a copy that would be on a member instead. */
  public boolean isGuest(long node) {
    return bench.isPresent() && !sits(node);
  }

  /** Whether a node sits there or may come to, or the stripe keeps to no group. */
  public boolean mayTake(long node) {
    return bench.isEmpty()
        || sits(node)
        || (bench.get().group().seat(node) == Group.NONE
            && bench.get().group().hasRoom()
            && groups.mayJoin(node, bench.get().group().shape()));
  }

  /** A node gets a copy that shall stay. */
  public void takes(long node) {
    if (!isGuest(node)) {
      return;
    }
    if (mayTake(node)) {
      bench.ifPresent(one -> groups.join(one.group(), one.seat(), node));
    } else {
      groups.left("a copy was moved outside of the group of its stripe: none of it can take it");
    }
  }

  private boolean sits(long node) {
    return bench.filter(one -> one.group().seat(node) == one.seat()).isPresent();
  }
}
