// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Service;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.NodeSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What placement knows of nodes, kept for an hour in a table. Pure but for what the history says;
 * thread-safe.
 */
public final class MeritBook {
  /*
   * An estimate costs 42 quantiles, a tenth of a millisecond, and placements hold the only
   * writer of the registry. So a node that was not looked at for an hour is looked at again, but
   * only so many at a time: the others are taken as they were, or for new ones of their class,
   * until their turn comes. An hour more of evidence is what an hour of the week is made of.
   */

  /** Nobody says where on earth a node is; what is seen of it tells its hours soon enough. */
  private static final int ZONE_HOURS = 0;

  private final NodeHistory history;
  private final Map<NodeClass, FourHours> unseen = new EnumMap<>(NodeClass.class);
  private final MeritTable known = new MeritTable();
  private final Map<String, String> regions = new ConcurrentHashMap<>();

  public MeritBook(NodeHistory history) {
    this.history = history;
    for (NodeClass kind : NodeClass.values()) {
      unseen.put(kind, FourHours.of(Estimator.bound(kind, ZONE_HOURS, WeekEvidence.NONE)));
    }
  }

  /** Looks at nodes at one time, of which only so many may cost an estimate. */
  public final class Reader {
    private final Instant now;
    private int estimatesLeft;

    private Reader(Instant now, int estimatesMax) {
      this.now = now;
      this.estimatesLeft = estimatesMax;
    }

    /** The same of a node as the registry has all of it. */
    public Merits of(NodeRecord node) {
      return of(
          new NodeSpace(
              node.key(),
              node.site(),
              node.region(),
              node.nodeClass(),
              node.shareBytes(),
              node.usedBytes(),
              node.joined(),
              false));
    }

    public Merits of(NodeSpace node) {
      int hour = (int) (now.getEpochSecond() / Duration.ofHours(1).toSeconds());
      int before = known.row(node.node());
      boolean isKnown = before != MeritTable.ABSENT;
      if (isKnown && known.hour(before) >= hour && isBelievedAsBefore(node, before)) {
        return known.merits(before);
      }
      NodeClass kind = NodeClass.of(node.nodeClass());
      if (estimatesLeft == 0) {
        return isKnown ? known.merits(before) : merits(node, kind, hours(kind), Trust.NEW);
      }
      estimatesLeft--;
      Merits merits = look(node, kind);
      known.put(node.node(), hour, merits);
      return merits;
    }

    /** Who is caught at sending wrong pieces is not trusted from then on, not from the hour on. */
    private boolean isBelievedAsBefore(NodeSpace node, int before) {
      return history.service(node.node()).wrong() == (known.trust(before) == Trust.DOUBTED);
    }

    private Merits look(NodeSpace node, NodeClass kind) {
      WeekEvidence week = history.week(node.node());
      Service service = history.service(node.node());
      FourHours hours =
          week.watched() > 0 ? Estimator.boundOfFourHours(kind, ZONE_HOURS, week) : hours(kind);
      return merits(node, kind, hours, Trust.of(service.standing(), service.wrong()));
    }

    private Merits merits(NodeSpace node, NodeClass kind, FourHours hours, Trust trust) {
      double days =
          (double) Duration.between(node.joined(), now).toMillis() / Duration.ofDays(1).toMillis();
      return Merits.of(
          hours,
          trust,
          regions.computeIfAbsent(node.region(), region -> region),
          kind,
          Math.max(0, days),
          history.service(node.node()).bytesPerSecond());
    }
  }

  private FourHours hours(NodeClass kind) {
    FourHours hours = unseen.get(kind);
    if (hours == null) {
      throw new IllegalStateException("no hours of class " + kind);
    }
    return hours;
  }

  /**
   * Starts to look at nodes.
   *
   * @param estimatesMax how many of them may cost an estimate
   */
  public Reader at(Instant now, int estimatesMax) {
    return new Reader(now, estimatesMax);
  }
}
