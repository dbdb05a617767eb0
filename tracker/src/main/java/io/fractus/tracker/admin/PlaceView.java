// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A site or a region: nodes that fail together.
 *
 * @param name of the site or region
 * @param regions that its nodes name; one, unless they disagree
 * @param sites how many there are in it; 1 for a site
 * @param nodes how many are there, without the revoked ones
 * @param online how many of them are here
 * @param draining how many of them get no new copies
 * @param shareBytes space offered
 * @param usedBytes space taken
 * @param freeOnlineBytes left where new copies may go now
 * @param bits copies assigned to its nodes
 * @param availability mean of its nodes, or null while unknown
 */
record PlaceView(
    String name,
    List<String> regions,
    int sites,
    int nodes,
    int online,
    int draining,
    long shareBytes,
    long usedBytes,
    long freeOnlineBytes,
    long bits,
    @Nullable Double availability) {

  /** Groups nodes by a field, in the order of its values. */
  static List<PlaceView> group(List<NodeRow> nodes, Function<NodeRow, String> by) {
    Map<String, List<NodeRow>> groups = new TreeMap<>();
    nodes.stream()
        .filter(node -> node.state() != NodeState.REVOKED)
        .forEach(node -> groups.computeIfAbsent(by.apply(node), _ -> new ArrayList<>()).add(node));
    return groups.entrySet().stream().map(group -> of(group.getKey(), group.getValue())).toList();
  }

  private static PlaceView of(String name, List<NodeRow> nodes) {
    SequencedSet<String> regions = new LinkedHashSet<>();
    SequencedSet<String> sites = new LinkedHashSet<>();
    nodes.forEach(node -> {
      regions.add(node.region());
      sites.add(node.site());
    });
    OptionalDouble availability =
        nodes.stream()
            .map(NodeRow::availability)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    return new PlaceView(
        name,
        List.copyOf(regions),
        sites.size(),
        nodes.size(),
        (int) nodes.stream().filter(NodeRow::here).count(),
        (int) nodes.stream().filter(node -> node.state().isClosed()).count(),
        nodes.stream().mapToLong(NodeRow::shareBytes).sum(),
        nodes.stream().mapToLong(NodeRow::usedBytes).sum(),
        nodes.stream()
            .filter(node -> node.state() == NodeState.ONLINE)
            .mapToLong(NodeRow::freeBytes)
            .sum(),
        nodes.stream().mapToLong(NodeRow::bits).sum(),
        availability.isPresent() ? availability.getAsDouble() : null);
  }
}
