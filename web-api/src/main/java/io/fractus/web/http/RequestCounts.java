// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.RequestLog;

/** How many requests were answered, how, and how long that took. Thread-safe. */
public final class RequestCounts {
  /** Others are one label: a stranger may send any word as a method. */
  private static final Set<String> METHODS = Set.of("DELETE", "GET", "HEAD", "POST", "PUT");

  private final Map<String, LongAdder> byStatus = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> byMethod = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> nanos = new ConcurrentSkipListMap<>();

  /**
   * Counts the requests of one listener.
   *
   * @param api the listener, as a label
   */
  public RequestLog log(String api) {
    return (request, response) ->
        count(
            api,
            request.getMethod(),
            response.getStatus(),
            System.nanoTime() - request.getBeginNanoTime());
  }

  private void count(String api, String method, int status, long took) {
    String known = METHODS.contains(method) ? method : "other";
    String labels = "api=\"%s\",method=\"%s\"".formatted(api, known);
    add(byStatus, "%s,status=\"%d\"".formatted(labels, status), 1);
    add(byMethod, labels, 1);
    add(nanos, labels, took);
  }

  private static void add(Map<String, LongAdder> to, String labels, long value) {
    to.computeIfAbsent(labels, _ -> new LongAdder()).add(value);
  }

  /** In the text format of Prometheus. */
  public String text() {
    String duration = "fractus_http_request_duration_seconds";
    return "# HELP fractus_http_requests_total Requests answered.\n"
        + "# TYPE fractus_http_requests_total counter\n"
        + lines("fractus_http_requests_total", byStatus, String::valueOf)
        + "# HELP "
        + duration
        + " From the first byte of a request to the end of its answer.\n"
        + "# TYPE "
        + duration
        + " summary\n"
        + lines(duration + "_sum", nanos, RequestCounts::seconds)
        + lines(duration + "_count", byMethod, String::valueOf);
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.6f", (double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  private static String lines(
      String name, Map<String, LongAdder> values, Function<Long, String> form) {
    return values.entrySet().stream()
        .map(
            entry -> name + "{" + entry.getKey() + "} " + form.apply(entry.getValue().sum()) + "\n")
        .collect(Collectors.joining());
  }
}
