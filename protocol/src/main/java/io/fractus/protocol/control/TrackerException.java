// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

/** The tracker refused, or was not reached. */
public final class TrackerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The type of a problem that stands for "no answer at all". */
  public static final String UNREACHABLE = "tracker-unreachable";

  private final transient Problem problem;

  public TrackerException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  public TrackerException(String detail, Throwable cause) {
    super(detail, cause);
    this.problem = new Problem(UNREACHABLE, "Tracker not reachable", 503, detail);
  }

  /** What the tracker said. */
  public Problem problem() {
    return problem;
  }
}
