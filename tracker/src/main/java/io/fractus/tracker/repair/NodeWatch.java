// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which nodes are lost: their copies count as gone until they are here again and were seen to
 * serve. Pure. Not thread-safe, but for {@link #state}.
 */
public final class NodeWatch {
  /** Nobody is given up before the tracker itself has looked for so long, or for all of it. */
  static final Duration WATCHED_MIN = Duration.ofMinutes(30);

  private final Patience patience;
  private volatile Map<Long, State> states = Map.of();

  /** What a node is to repair. */
  public enum State {
    /** Here. */
    HERE,
    /** Away, and expected back. */
    AWAY,
    /** Away for too long; what it has does not count. */
    LEFT,
    /** Declared lost, or a liar; what it has does not count. */
    GONE;

    /** Whether what it has counts. */
    public boolean counts() {
      return this == HERE || this == AWAY;
    }
  }

  /**
   * What is known of a node.
   *
   * @param node its key
   * @param site where it is
   * @param kind what kind of node it is
   * @param here whether it is here
   * @param away for how long it has not been here
   * @param watched for how much of that time the tracker looked
   * @param proven whether it was seen to serve since it came
   * @param isLiar whether what it says is not believed
   */
  public record Facts(
      long node,
      String site,
      NodeClass kind,
      boolean here,
      Duration away,
      Duration watched,
      boolean proven,
      boolean isLiar) {}

  /** A node that is now something else. */
  public record Change(Facts facts, State before, State after) {}

  public NodeWatch(Patience patience) {
    this.patience = patience;
  }

  /** Takes up that a node was lost when the tracker ended, or was declared to be. */
  public void lost(long node, boolean isDeclared) {
    Map<Long, State> with = new HashMap<>(states);
    with.put(node, isDeclared ? State.GONE : State.LEFT);
    states = with;
  }

  /** What a node is, as of the last look. */
  public State state(long node) {
    return states.getOrDefault(node, State.AWAY);
  }

  /** Looks at all nodes; those that are not among them are forgotten. */
  public List<Change> look(Collection<Facts> nodes) {
    List<Change> changes = new ArrayList<>();
    Map<Long, State> seen = new HashMap<>();
    for (Facts facts : nodes) {
      State before = states.get(facts.node());
      State after = judge(facts, before == null ? State.AWAY : before);
      seen.put(facts.node(), after);
      if (before != after && (before != null || !after.counts())) {
        changes.add(new Change(facts, before == null ? State.AWAY : before, after));
      }
    }
    states = seen;
    return changes;
  }

  private State judge(Facts facts, State before) {
    if (facts.isLiar()) {
      return State.GONE;
    }
    if (!before.counts()) {
      return facts.here() && facts.proven() ? State.HERE : before;
    }
    if (facts.here()) {
      return State.HERE;
    }
    return isTooLong(patience.with(facts.kind()), facts.away(), facts.watched())
        ? State.LEFT
        : State.AWAY;
  }

  /** Whether an absence is longer than one may be, and the tracker saw enough of it. */
  public static boolean isTooLong(Duration patience, Duration away, Duration watched) {
    Duration enough = patience.compareTo(WATCHED_MIN) < 0 ? patience : WATCHED_MIN;
    return away.compareTo(patience) >= 0 && watched.compareTo(enough) >= 0;
  }
}
