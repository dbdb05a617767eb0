// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.protocol.control.Problem;

/** A request that REST refuses, with the problem to answer. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  ProblemException(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
