// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

import io.fractus.tracker.availability.Anchor;
import io.fractus.tracker.availability.FourHours;
import io.fractus.tracker.availability.Lifetime;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for a node when a copy is placed, beside its space: about 120 bytes.
 *
 * @param hours the low bound of its availability
 * @param trust how far it has shown what it is
 * @param region sites that fail together
 * @param worth what its speed and the time that it will stay add to the budget of a copy on it, in
 *     nats, {@code -WORTH_MAX} to {@code WORTH_MAX}
 */
public record Merits(FourHours hours, Trust trust, String region, float worth, boolean isAnchor) {
  /** As good as turning an availability of 0.5 into one of 0.89, and no better. */
  static final double WORTH_MAX = 1.5;

  /*
   * A copy on a node that stays e times as long is moved e times less often. That is worth a fifth
   * of a nat, so a server is worth a nat more than a phone; what a stripe needs for its worst hour
   * is some three to six, which no speed shall outweigh. A node of which no speed is known is taken
   * for a usual one.
   */
  private static final double LIFETIME_WEIGHT = 0.2;
  private static final double SPEED_WEIGHT = 0.3;
  private static final double USUAL_DAYS = 180;
  private static final double USUAL_BYTES_PER_SECOND = 1 << 20;
  private static final double BYTES_PER_SECOND_MIN = 1 << 10;

  /** Of a node of which no more is known than that it is here every other hour. */
  public static final Merits PLAIN =
      new Merits(FourHours.of(WeekAvailability.of(_ -> 0.5)), Trust.VETTED, "", 0, false);

  /** A node whose worth follows from its class, its age, and its speed if it is known. */
  public static Merits of(
      FourHours hours,
      Trust trust,
      String region,
      NodeClass kind,
      double ageDays,
      @Nullable Double upBytesPerSecond) {
    double stays = Math.log(Lifetime.residualDays(kind, ageDays) / USUAL_DAYS);
    double speed =
        upBytesPerSecond == null
            ? 0
            : Math.log(Math.max(BYTES_PER_SECOND_MIN, upBytesPerSecond) / USUAL_BYTES_PER_SECOND);
    double worth = LIFETIME_WEIGHT * stays + SPEED_WEIGHT * speed;
    return new Merits(
        hours,
        trust,
        region,
        (float) Math.clamp(worth, -WORTH_MAX, WORTH_MAX),
        trust == Trust.VETTED && Anchor.is(hours));
  }
}
