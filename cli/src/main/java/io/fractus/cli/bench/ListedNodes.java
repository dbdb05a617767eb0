// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.tracker.placement.Candidate;
import io.fractus.tracker.placement.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Nodes of which each is at the position that is its key, and that come and go and fill up. */
final class ListedNodes implements Nodes {
  private final List<Candidate> nodes;

  ListedNodes(List<Candidate> nodes) {
    this.nodes = new ArrayList<>(nodes);
  }

  void set(IntPredicate here) {
    nodes.replaceAll(was -> {
      boolean online = here.test((int) was.node());
      return new Candidate(
          was.node(), was.site(), online, online, was.shareBytes(), was.usedBytes(), was.merits());
    });
  }

  void fill(int node, long bytes) {
    nodes.set(node, nodes.get(node).plus(bytes));
  }

  @Override
  public int size() {
    return nodes.size();
  }

  @Override
  public Candidate at(int position) {
    return nodes.get(position);
  }

  @Override
  public Optional<Candidate> find(long node) {
    return Optional.of(nodes.get((int) node));
  }

  @Override
  public List<Candidate> all() {
    return nodes;
  }
}
