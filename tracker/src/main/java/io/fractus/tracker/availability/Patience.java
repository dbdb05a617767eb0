// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.availability;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * For how long a node may be away before its copies count as gone, by its class. Immutable,
 * thread-safe.
 */
public final class Patience {
  /*
   * What 997 of 1,000 absences of that class are shorter than, but for servers. Offices and labs
   * are dark for 64 hours over a weekend, with two hours more or less (Bolosky 2000), homes for a
   * weekend's trip; a phone is lost in a week. Small servers are down for longer than four hours
   * in 45 of a hundred absences, and for longer than a day in 8 (ldns04 of the Failure Trace
   * Archive): with four hours NinetyDaysTest made ten copies for each that was lost.
   */
  public static final Patience USUAL =
      new Patience(
          Map.of(
              NodeClass.SERVER, Duration.ofHours(24),
              NodeClass.OFFICE, Duration.ofHours(72),
              NodeClass.LAB, Duration.ofHours(72),
              NodeClass.SHOP, Duration.ofHours(72),
              NodeClass.HOME, Duration.ofHours(72),
              NodeClass.PHONE, Duration.ofDays(7)));

  /** The share of absences that last longer than the patience with them, but for small servers. */
  public static final double BEYOND = 0.003;

  private final Map<NodeClass, Duration> durations;

  private Patience(Map<NodeClass, Duration> durations) {
    this.durations = new EnumMap<>(durations);
  }

  /** For how long a node of that class may be away. */
  public Duration with(NodeClass kind) {
    Duration known = durations.get(kind);
    if (known == null) {
      throw new IllegalStateException("no patience with class " + kind);
    }
    return known;
  }

  /** The same but for one class. */
  public Patience and(NodeClass kind, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("patience must be positive, is " + duration);
    }
    Map<NodeClass, Duration> other = new EnumMap<>(durations);
    other.put(kind, duration);
    return new Patience(other);
  }

  /** The same for all classes. */
  public static Patience all(Duration duration) {
    Patience all = USUAL;
    for (NodeClass kind : NodeClass.values()) {
      all = all.and(kind, duration);
    }
    return all;
  }

  /**
   * How likely a node that has been away for so long has left for good: it left with the hazard of
   * its class and age, or this is one of the absences that last so long.
   */
  public double gone(NodeClass kind, double ageDays, Duration away) {
    double days = (double) away.toMillis() / Duration.ofDays(1).toMillis();
    double left = Lifetime.departure(kind, ageDays, Math.max(days, 1.0 / 24));
    double lasts = Math.pow(BEYOND, (double) away.toMillis() / with(kind).toMillis());
    return left / (left + lasts);
  }
}
