// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.javalin.http.Context;

/** What browsers shall not do with our answers. Stateless. */
final class SecurityHeaders {
  private static final String PAGE_POLICY =
      "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'";

  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /** Of the UI: scripts and styles of this origin only, in no frame. */
  static void page(Context context) {
    all(context, PAGE_POLICY);
  }

  /** Of the API: nothing in it is to be run, shown or kept. */
  static void data(Context context) {
    all(context, DATA_POLICY);
    context.header("Cache-Control", "no-store");
  }

  private static void all(Context context, String policy) {
    context.header("Content-Security-Policy", policy);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  }
}
