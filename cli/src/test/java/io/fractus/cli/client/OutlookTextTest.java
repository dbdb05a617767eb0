// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.cli.base.Console;
import io.fractus.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OutlookTextTest {
  private static final String OBJECT =
      """
      {"stripes": 4000, "examined": 1000, "unreadable": %d, "spare": 2,
       "unavailableSoon": {"atLeast": 1e-9, "atMost": 1e-9},
       "unavailableWorstHour": {"atLeast": 0.002, "atMost": 0.03},
       "unavailableAfterSite": {"atLeast": 0.5, "atMost": 1},
       "durabilityAtLeast": 7.21, "durabilityAtMost": 9.94,
       "anyNodes": 5, "anyNodesHere": 3, "anySites": 2, "leavesOut": "power"}
      """;

  private static final String STRIPE =
      """
      {"number": 7, "outlook": {"reachable": 2, "needed": 2, "worstHour": 27, "worstSite": "s1",
       "unavailableWorstHour": 1e-4, "unavailableAfterSite": 0.01, "durability": 6.54,
       "nodes": {"atLeast": 2, "isExact": true, "some": ["a", "b"]},
       "sites": {"atLeast": 1, "isExact": false, "some": []},
       "copies": [{"bit": 1, "nodeName": "a", "nodeClass": "lab", "site": "s1", "region": "r",
         "state": "COMPLETE", "here": false, "availability": 0.759, "availabilityWorst": 0.25,
         "worstHour": 167, "bytesPerSecond": 1500000, "tags": ["slow"], "role": "further_anchor",
         "why": "because", "unavailableWithout": 0.01}]}}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private OutlookText text(boolean isTerminal) {
    return new OutlookText(
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            isTerminal,
            isTerminal,
            Map.of()));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void printObject_boundsAndEstimate_areSaid() {
    text(false).printObject(Json.read(OBJECT.formatted(0), JsonNode.class));

    assertThat(printed().lines())
        .containsExactly(
            "  now         readable, 2 bits to spare in the worst stripe",
            "  in an hour  9.0 nines",
            "  worst hour  97.000% to 99.800%",
            "  site away   0.000% to 50.000% in that hour, without the site it can spare least",
            "  a year      7.2 to 9.9 nines of not being lost",
            "  may lose    any 5 nodes, any 2 sites for good; any 3 of the nodes here now",
            "  examined    1000 stripes at even distances: an estimate",
            "  left out    power");
  }

  @Test
  void printObject_onATerminal_isColouredWhereItMatters() {
    text(true).printObject(Json.read(OBJECT.formatted(3), JsonNode.class));

    assertThat(printed())
        .contains("\u001b[31m3 stripes cannot be read\u001b[0m")
        .contains("\u001b[31m97.000% to 99.800%\u001b[0m")
        .contains("  in an hour  9.0 nines");
  }

  @Test
  void printObject_trackerSaysNothing_isSaid() {
    text(false).printObject(Json.read("{\"outlook\": null}", JsonNode.class).path("outlook"));

    assertThat(printed()).contains("unknown");
  }

  @Test
  void printStripe_eachCopy_hasItsCost() {
    text(false).printStripe(Json.read(STRIPE, JsonNode.class), true);

    assertThat(printed().lines())
        .containsExactly(
            "  worst hour 99.990% (Tue 03:00), without s1 99.000%",
            "  6.5 nines a year; lost with 2 nodes such as a, b and with at least 1 sites",
            "  bit  node  class  site  region  copy      here  then  its worst      speed      "
                + "role            if lost            tags",
            "  1    a     lab    s1    r       complete  no    75%   25% Sun 23:00  1.50 MB/s  "
                + "further anchor  -2.0 to 2.0 nines  slow",
            "  bit 1 on a: because");
  }

  @Test
  void worstFirst_unreadableBeforeUnlikely() {
    String stripe =
        "{\"number\": %d, \"outlook\": {\"reachable\": %d, \"needed\": 2,"
            + " \"unavailableWorstHour\": %s}}";
    List<JsonNode> stripes =
        Stream.of(
                stripe.formatted(1, 3, 0.1),
                stripe.formatted(2, 1, 0.01),
                stripe.formatted(3, 3, 0.2))
            .map(json -> Json.read(json, JsonNode.class))
            .sorted(OutlookText.WORST_FIRST)
            .toList();

    assertThat(stripes).extracting(of -> of.path("number").asInt()).containsExactly(2, 3, 1);
  }
}
