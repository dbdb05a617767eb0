// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import java.time.Duration;

/** Bounds of the API for operators and of their browsers. */
public final class AdminLimits {
  /** How long a sign-in lasts: a working day. */
  public static final Duration BROWSER_SESSION_AGE_MAX = Duration.ofHours(12);

  /** Browsers that are signed in; one more ends the oldest. */
  public static final int BROWSER_SESSIONS_MAX = 64;

  /** Characters of a token that is tried: ours have 43. */
  public static final int TOKEN_LENGTH_MAX = 256;

  /** Time in which wrong tokens are counted together. */
  public static final Duration SIGN_IN_WINDOW = Duration.ofMinutes(1);

  /** Wrong tokens of one address in that time: more than people mistype. */
  public static final int SIGN_IN_FAILURES_PER_ADDRESS_MAX = 10;

  /** Wrong tokens of all addresses in that time. */
  public static final int SIGN_IN_FAILURES_MAX = 100;

  /** Addresses whose wrong tokens are counted before the old ones are looked through. */
  public static final int SIGN_IN_ADDRESSES_MAX = 256;

  /** Items in one page if the request does not say. */
  public static final int PAGE_DEFAULT = 100;

  /** Items in one page at most: some hundred kilobytes of JSON. */
  public static final int PAGE_MAX = 1_000;

  /** Items that a page can skip: the database reads over all of them. */
  public static final int PAGE_OFFSET_MAX = 10_000_000;

  /** Streams of events at the same time, each a thread that mostly sleeps. */
  public static final int EVENT_STREAMS_MAX = 64;

  /** Events that a stream reads at once; a slow reader waits in the table, not in memory. */
  public static final int EVENT_STREAM_BATCH = 200;

  /** Events that a stream goes back when it is resumed. */
  public static final int EVENT_STREAM_RESUME_MAX = 10_000;

  /** How often streams look for new events. */
  public static final Duration EVENT_STREAM_POLL = Duration.ofMillis(500);

  /** How often a stream says that it is alive: below every idle timeout on the way. */
  public static final Duration EVENT_STREAM_HEARTBEAT = Duration.ofSeconds(15);

  /** How old totals over all bits may be: they read every row. */
  public static final Duration TOTALS_AGE_MAX = Duration.ofSeconds(2);

  private AdminLimits() {}
}
