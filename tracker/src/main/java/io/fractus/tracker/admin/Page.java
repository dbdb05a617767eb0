// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.tracker.control.JsonHttp;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Some of many: the body is a plain array, {@code X-Total-Count} says how many there are, and
 * {@code Link} (RFC 8288) where the next ones are.
 *
 * @param items these
 * @param offset how many were skipped
 * @param total how many there are in all
 */
record Page<T>(List<T> items, int offset, long total) {
  /** Cuts a page out of a whole list. */
  static <T> Page<T> of(List<T> all, int offset, int limit) {
    int from = Math.min(offset, all.size());
    int to = (int) Math.min(all.size(), (long) from + limit);
    return new Page<>(List.copyOf(all.subList(from, to)), offset, all.size());
  }

  void answer(Context context) {
    context.header("X-Total-Count", Long.toString(total));
    long next = (long) offset + items.size();
    if (!items.isEmpty() && next < total) {
      context.header("Link", "<" + link(context, next) + ">; rel=\"next\"");
    }
    JsonHttp.answer(context, items);
  }

  private static String link(Context context, long offset) {
    Map<String, List<String>> parameters = new TreeMap<>(context.queryParamMap());
    parameters.put("offset", List.of(Long.toString(offset)));
    return context.path()
        + parameters.entrySet().stream()
            .flatMap(
                entry -> entry.getValue().stream().map(value -> encoded(entry.getKey(), value)))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String name, String value) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8)
        + "="
        + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
