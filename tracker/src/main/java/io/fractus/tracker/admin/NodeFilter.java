// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes, in which order. Fields that are null let all through.
 *
 * @param text in the name, the id, the site, the region or the address
 * @param tag that they have
 * @param site that they are on
 * @param region that they are in
 * @param nodeClass that they are of
 * @param state that they are in; revoked nodes come only if it is asked for
 */
record NodeFilter(
    @Nullable String text,
    @Nullable String tag,
    @Nullable String site,
    @Nullable String region,
    @Nullable String nodeClass,
    @Nullable NodeState state) {
  static NodeFilter of(Query query) {
    return new NodeFilter(
        query.text("q"),
        query.text("tag"),
        query.text("site"),
        query.text("region"),
        query.text("class"),
        query.choice("state", NodeState.class));
  }

  boolean matches(NodeRow node) {
    return (state == null ? node.state() != NodeState.REVOKED : node.state() == state)
        && (tag == null || node.tags().contains(tag))
        && (site == null || node.site().equals(site))
        && (region == null || node.region().equals(region))
        && (nodeClass == null || node.nodeClass().equals(nodeClass))
        && (text == null || hasText(node, text.toLowerCase(Locale.ROOT)));
  }

  private static boolean hasText(NodeRow node, String lower) {
    return List.of(node.name(), node.nodeId(), node.site(), node.region(), node.address()).stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(lower));
  }

  /** The order that {@code sort} names, with a minus before it for the other way round. */
  static @Nullable Comparator<NodeRow> order(@Nullable String sort) {
    if (sort == null) {
      return null;
    }
    boolean descending = sort.startsWith("-");
    Comparator<NodeRow> order =
        switch (descending ? sort.substring(1) : sort) {
          case "name" -> by(NodeRow::name, descending);
          case "site" -> by(NodeRow::site, descending);
          case "region" -> by(NodeRow::region, descending);
          case "class" -> by(NodeRow::nodeClass, descending);
          case "state" -> by(NodeRow::state, descending);
          case "share" -> by(NodeRow::shareBytes, descending);
          case "used" -> by(NodeRow::usedBytes, descending);
          case "free" -> by(NodeRow::freeBytes, descending);
          case "bits" -> by(NodeRow::bits, descending);
          case "faults" -> by(NodeRow::faults, descending);
          case "availability" -> by(NodeRow::availability, descending);
          case "recent" -> by(NodeRow::availabilityRecent, descending);
          case "up" -> by(NodeRow::upBytesPerSecond, descending);
          case "down" -> by(NodeRow::downBytesPerSecond, descending);
          case "seen" -> by(NodeRow::lastSeen, descending);
          case "joined" -> by(NodeRow::joined, descending);
          default ->
              throw Query.malformed(
                  "sort must be name, site, region, class, state, share, used, free, bits, faults,"
                      + " availability, recent, up, down, seen or joined, with - before it for the"
                      + " other way round");
        };
    return order.thenComparing(NodeRow::name);
  }

  /** What is not known comes last either way. */
  private static <V extends Comparable<? super V>> Comparator<NodeRow> by(
      Function<NodeRow, @Nullable V> field, boolean descending) {
    Comparator<V> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return Comparator.comparing(field, Comparator.nullsLast(order));
  }
}
