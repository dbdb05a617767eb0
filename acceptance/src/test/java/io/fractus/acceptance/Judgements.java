// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the tracker of a cloud holds of its nodes, as an operator is shown it. Immutable. */
final class Judgements {
  /** The tags that say something bad. */
  private static final Set<String> FAULTS =
      Set.of("slow", "corrupt", "liar", "unreachable", "lost", "absent");

  private final Cloud cloud;

  Judgements(Cloud cloud) {
    this.cloud = cloud;
  }

  /** The site of each node. */
  Map<String, String> sites() throws IOException {
    Map<String, String> sites = new TreeMap<>();
    for (JsonNode node : nodes()) {
      sites.put(name(node), node.required("site").stringValue());
    }
    return sites;
  }

  /** Who has which tags that say something bad of it; those who have none are not there. */
  Map<String, Set<String>> faults() throws IOException {
    Map<String, Set<String>> faults = new TreeMap<>();
    for (JsonNode node : nodes()) {
      Set<String> tags = new TreeSet<>();
      node.required("tags").forEach(tag -> tags.add(tag.stringValue()));
      tags.retainAll(FAULTS);
      if (!tags.isEmpty()) {
        faults.put(name(node), tags);
      }
    }
    return faults;
  }

  /** The evidence of a tag that stands. */
  String evidence(String node, String tag) throws IOException {
    for (JsonNode one : detail(node).required("tags")) {
      if (one.required("tag").stringValue().equals(tag) && one.required("until").isNull()) {
        return one.required("evidence").stringValue();
      }
    }
    throw new AssertionError(node + " has no tag " + tag);
  }

  /** How often gateways said that a node served them, or was overtaken by others. */
  Map<String, Integer> reads() throws IOException {
    Map<String, Integer> reads = new TreeMap<>();
    for (JsonNode node : nodes()) {
      int sum = 0;
      for (JsonNode day : detail(name(node)).required("days")) {
        JsonNode totals = day.required("totals");
        sum += totals.required("served").intValue() + totals.required("slow").intValue();
      }
      reads.put(name(node), sum);
    }
    return reads;
  }

  /** How many bits wait for repair, or are being repaired. */
  int unrepaired() throws IOException {
    JsonNode repair = Admin.get(cloud, "/api/v1/repair");
    int bits = repair.required("underWay").intValue() + repair.required("rebuilding").intValue();
    for (JsonNode waiting : repair.required("queue")) {
      bits += waiting.intValue();
    }
    return bits;
  }

  private JsonNode nodes() throws IOException {
    return Admin.get(cloud, "/api/v1/nodes");
  }

  private JsonNode detail(String node) throws IOException {
    return Admin.get(cloud, "/api/v1/nodes/" + node);
  }

  private static String name(JsonNode node) {
    return node.required("name").stringValue();
  }
}
