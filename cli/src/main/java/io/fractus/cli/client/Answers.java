// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How to read the gateway's answers. Stateless. */
public final class Answers {
  private Answers() {}

  /** The entries of a list, which is the answer itself or a member of it. */
  static List<JsonNode> list(JsonNode answer, String member) {
    List<JsonNode> entries = new ArrayList<>();
    (answer.isArray() ? answer : answer.path(member)).forEach(entries::add);
    return entries;
  }

  /** A member as text; empty if it is not there or null. */
  public static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
  }

  /** The key of an object, which may be beside or within the name of the bucket. */
  static String key(JsonNode object) {
    JsonNode key = object.path("key");
    return key.isObject() ? text(key, "key") : text(object, "key");
  }
}
