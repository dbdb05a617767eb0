// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import java.time.Instant;
import java.time.InstantSource;

/** Takes the wishes of nodes to leave, and to take part again. Thread-safe. */
final class LeaveWishes {
  private static final String TAG = "draining";

  private final Registry registry;
  private final NodeHistory history;
  private final Drains drains;
  private final InstantSource clock;

  LeaveWishes(Registry registry, NodeHistory history, Drains drains, InstantSource clock) {
    this.registry = registry;
    this.history = history;
    this.drains = drains;
    this.clock = clock;
  }

  /** A node wishes to leave, or no longer; what an operator decided is not changed by that. */
  void wish(NodeSession session, boolean leaves) {
    long node = session.node();
    boolean changed = registry.write(rows -> leaves ? leave(rows, node) : stay(rows, node));
    if (changed && leaves) {
      history.tag(node, TAG, "by its owner");
    } else if (changed) {
      history.untag(node, TAG);
    }
    drains.tell(session);
  }

  private boolean leave(Rows rows, long node) {
    if (rows.admin().standing(node) != Standing.ACTIVE) {
      return false;
    }
    Instant now = clock.instant();
    rows.admin().setStanding(node, Standing.DRAINING, now);
    rows.admin().setByNode(node);
    rows.events().add(node, TAG, null, "its copies move to others, by its owner", now);
    return true;
  }

  private boolean stay(Rows rows, long node) {
    Standing standing = rows.admin().standing(node);
    boolean leaving = standing == Standing.DRAINING || standing == Standing.DRAINED;
    if (!leaving || !rows.admin().isByNode(node)) {
      return false;
    }
    Instant now = clock.instant();
    rows.admin().setStanding(node, Standing.ACTIVE, now);
    rows.events().add(node, "undrained", null, "gets new copies again, by its owner", now);
    return true;
  }
}
