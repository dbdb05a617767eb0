// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import java.util.List;

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
   * @param bytes of pieces that came and were right
   * @param millis how long that took
   * @param detail evidence for people, without secrets; may be empty
   */
  public record Report(
      String nodeId, InfoHash bit, Kind kind, long bytes, long millis, String detail) {
    public Report {
      Checks.notNegative("bytes", bytes);
      Checks.notNegative("millis", millis);
    }
  }
}
