// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Whether objects of a bucket can be locked, and how new ones are by themselves.
 *
 * @param enabled once true, true for ever
 * @param rule for what is put without a retention of its own
 */
public record BucketLock(boolean enabled, Optional<DefaultRetention> rule) {
  /** Nothing can be locked. */
  public static final BucketLock OFF = new BucketLock(false, Optional.empty());

  /** Longest retention by default, in days: as S3. */
  public static final int DAYS_MAX = 36_500;

  /** Longest retention by default, in years: as S3. */
  public static final int YEARS_MAX = 100;

  public BucketLock {
    if (!enabled && rule.isPresent()) {
      throw new IllegalArgumentException("a rule is for a bucket whose objects can be locked");
    }
  }

  /**
   * A retention that is counted from when an object is made: in days or in years, the other is 0.
   *
   * @param days of 24 hours
   * @param years of the calendar, in UTC
   */
  public record DefaultRetention(Retention.Mode mode, int days, int years) {
    public DefaultRetention {
      boolean inDays = days >= 1 && days <= DAYS_MAX && years == 0;
      boolean inYears = years >= 1 && years <= YEARS_MAX && days == 0;
      if (!inDays && !inYears) {
        throw new IllegalArgumentException(
            "a retention has 1 to %d days or 1 to %d years".formatted(DAYS_MAX, YEARS_MAX));
      }
    }

    /** Of an object that is made now. */
    public Retention from(Instant now) {
      return new Retention(
          mode, now.atOffset(ZoneOffset.UTC).plusDays(days).plusYears(years).toInstant());
    }
  }

  /** What an object is locked with that is put with this lock. */
  public ObjectLock of(ObjectLock asked, Instant now) {
    return asked.retention().isPresent() || rule.isEmpty()
        ? asked
        : asked.with(rule.map(byDefault -> byDefault.from(now)));
  }
}
