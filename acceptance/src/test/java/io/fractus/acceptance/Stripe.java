// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.Json;
import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A stripe of an object as {@code GET …/placement} shows it.
 *
 * @param number within the object
 * @param needed bits that must be reachable
 * @param bits data first, then parity
 */
record Stripe(int number, int needed, List<Bit> bits) {
  /**
   * A bit of a stripe.
   *
   * @param nodes names of the nodes that hold all of it
   */
  record Bit(
      int index,
      String role,
      InfoHash infoHash,
      int copiesWanted,
      boolean staged,
      List<String> nodes) {
    boolean spread() {
      return !staged && nodes.size() >= copiesWanted;
    }
  }

  static List<Stripe> parse(String json) {
    List<Stripe> stripes = new ArrayList<>();
    for (JsonNode stripe : Json.read(json, JsonNode.class).required("stripes")) {
      List<Bit> bits = new ArrayList<>();
      for (JsonNode bit : stripe.required("bits")) {
        bits.add(bit(bit));
      }
      stripes.add(
          new Stripe(
              stripe.required("number").intValue(), stripe.required("needed").intValue(), bits));
    }
    return stripes;
  }

  private static Bit bit(JsonNode bit) {
    List<String> nodes = new ArrayList<>();
    for (JsonNode copy : bit.required("copies")) {
      if (copy.required("state").stringValue().equals("COMPLETE")) {
        nodes.add(copy.required("nodeName").stringValue());
      }
    }
    return new Bit(
        bit.required("index").intValue(),
        bit.required("role").stringValue(),
        InfoHash.parse(bit.required("infoHash").stringValue()),
        bit.required("copiesWanted").intValue(),
        bit.required("staged").booleanValue(),
        nodes);
  }
}
