// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.health;

import io.fractus.web.CloudStatus;
import io.fractus.web.http.RequestCounts;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BiConsumer;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}. Thread-safe. */
public final class Health {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final CloudStatus cloud;
  private final RequestCounts requests;

  public Health(CloudStatus cloud, RequestCounts requests) {
    this.cloud = cloud;
    this.requests = requests;
  }

  /** That this process answers at all. */
  public void alive(Context context) {
    context.contentType(TEXT).result("alive\n");
  }

  /**
   * Whether a PUT would succeed.
   *
   * @param otherwise what to do with the reason if it would not
   */
  public void ready(Context context, BiConsumer<Context, String> otherwise) {
    Optional<String> reason = cloud.notReady();
    if (reason.isPresent()) {
      otherwise.accept(context, reason.get());
    } else {
      context.contentType(TEXT).result("ready\n");
    }
  }

  /** In the text format of Prometheus. */
  public void metrics(Context context) {
    context
        .contentType("text/plain; version=0.0.4; charset=utf-8")
        .result(cloud.metrics() + requests.text());
  }
}
