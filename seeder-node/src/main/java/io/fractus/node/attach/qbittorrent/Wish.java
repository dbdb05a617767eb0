// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach.qbittorrent;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * A preference that has to be another one.
 *
 * @param key its name
 * @param unmet whether a value will not do
 * @param value what it becomes
 * @param reason for the owner
 */
record Wish(String key, Predicate<JsonNode> unmet, Object value, String reason) {
  private static final int REQUIRE_ENCRYPTION = 1;
  private static final int UTP_ONLY = 2;

  static final List<Wish> ALL =
      List.of(
          new Wish(
              "enable_multi_connections_from_same_ip",
              value -> !value.asBoolean(true),
              true,
              "else a gateway that sent a bit cannot read it"),
          new Wish(
              "max_uploads",
              value -> value.asInt(-1) > 0,
              -1,
              "else readers wait for each other over all torrents"),
          new Wish(
              "max_uploads_per_torrent",
              value -> value.asInt(-1) > 0,
              -1,
              "else readers of one bit wait for each other"),
          new Wish(
              "encryption",
              value -> value.asInt(0) == REQUIRE_ENCRYPTION,
              0,
              "else gateways cannot read from it"),
          new Wish(
              "bittorrent_protocol",
              value -> value.asInt(0) == UTP_ONLY,
              0,
              "else only peers with uTP reach it"));

  boolean isUnmet(JsonNode preferences) {
    JsonNode now = preferences.path(key);
    return !now.isMissingNode() && unmet.test(now);
  }
}
