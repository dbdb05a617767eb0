// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What browsers are told of pages from elsewhere, by the rules of a bucket. Thread-safe. */
public interface CrossOrigin {
  /** Answers an OPTIONS; throws if no rule allows it. */
  void preflight(HttpServletRequest request, HttpServletResponse response, String bucket);

  /** Adds to the answer of a request what its browser needs. */
  void allow(HttpServletRequest request, HttpServletResponse response, String bucket);
}
