// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/reports}: what a gateway saw of copies while it read them. Answered with 204.
 */
public record ReportRequest(List<Report> reports) {
  public ReportRequest {
    reports = List.copyOf(reports);
    Checks.between("reports", reports.size(), 1, Limits.REPORTS_PER_MESSAGE_MAX);
  }

  /** What was seen. */
  public enum Kind {
    /** Pieces came and their hashes were right. */
    SERVED,
    /** A piece came whose hash was wrong. */
    CORRUPT,
    /** The node answered, and does not have the bit or a piece of it. */
    MISSING,
    /** The node did not answer, or went silent. */
    UNREACHABLE,
    /** The node was overtaken by another source. */
    SLOW
  }

  /**
   * One copy as it was seen.
   *
   * @param nodeId whose copy
   * @param bit of which bit
   * @param kind what was seen
   * @param bytes of pieces that came and were right; for SLOW those that had come, unchecked
   * @param millis how long that took
   * @param detail evidence for people, without secrets; may be empty
   * @param others for SLOW what the others did meanwhile, if any were asked; otherwise null
   */
  public record Report(
      String nodeId,
      InfoHash bit,
      Kind kind,
      long bytes,
      long millis,
      String detail,
      @Nullable Pace others) {
    public Report {
      Checks.notNegative("bytes", bytes);
      Checks.notNegative("millis", millis);
    }

    /** Of a copy that was seen by itself. */
    public Report(String nodeId, InfoHash bit, Kind kind, long bytes, long millis, String detail) {
      this(nodeId, bit, kind, bytes, millis, detail, null);
    }
  }

  /**
   * What other sources of the same read did. It does not say which, for they hold bits of the same
   * stripe, and nobody but a gateway knows which bits those are.
   *
   * @param sources how many were asked for as much and gave it, 1 or more
   * @param bytes what each of them gave, verified
   * @param millis how long the slowest of them took
   */
  public record Pace(int sources, long bytes, long millis) {
    public Pace {
      Checks.between("sources", sources, 1, Limits.BITS_PER_STRIPE_MAX);
      Checks.notNegative("bytes", bytes);
      Checks.notNegative("millis", millis);
    }
  }
}
