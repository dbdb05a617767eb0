// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.web.http.RawQuery;
import io.javalin.http.Context;

/** The query of a request. Stateless. */
final class Queries {
  private Queries() {}

  /** Throws {@link ProblemException} if it cannot be decoded. */
  static RawQuery of(Context context) {
    try {
      return RawQuery.parse(context.req().getQueryString());
    } catch (IllegalArgumentException e) {
      String detail = "the query cannot be decoded: " + e.getMessage();
      throw new ProblemException(Problems.of(400, "invalid-argument", detail), e);
    }
  }
}
