// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import java.time.Duration;

/** What audits may cost, and how long what they and gateways saw is held against a source. */
public final class AuditLimits {
  /** Bytes that a node may be asked for by audits in a day: 45 pieces of 64 KiB an hour. */
  public static final long AUDIT_BYTES_OF_NODE_PER_DAY = 64L << 20;

  /** Bytes that all nodes may be asked for by audits in a second, over the long run. */
  public static final long AUDIT_BYTES_PER_SECOND = 4L << 20;

  /** Bytes of audits that may be asked for at once after a rest: a long one of each probe. */
  public static final long AUDIT_BYTES_BURST = 128L << 20;

  /** Copies that are looked at to choose which one to audit. */
  public static final int AUDIT_DRAWS = 4;

  /** So many audits, and one of them is long, for who is fast for a piece and slow after it. */
  public static final int AUDIT_LONG_ONE_IN = 8;

  /** Bytes of a long audit: more than buffers and bursts give away. */
  public static final long AUDIT_LONG_BYTES = 1L << 20;

  /** So often a node may leave one question open that it said it can answer. */
  public static final int AUDIT_STALLS_MAX = 3;

  /** Open questions that are remembered; beyond that a node is asked something else. */
  public static final int AUDITS_STALLED_MAX = 100_000;

  /** How long a source that was dropped or overtaken is after the others. */
  public static final Duration SET_BACK = Duration.ofMinutes(1);

  /** Sources that are remembered as dropped or overtaken. */
  public static final int SET_BACK_MAX = 100_000;

  private AuditLimits() {}
}
