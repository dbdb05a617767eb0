// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.javalin.http.Context;
import java.io.IOException;

/** One operation of REST. Thread-safe; failures are thrown, and rendered by {@link RestApi}. */
interface RestOperation {
  void run(Context context) throws IOException;
}
