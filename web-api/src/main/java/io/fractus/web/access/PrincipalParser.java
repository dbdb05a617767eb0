// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads for whom a statement is. Stateless. */
final class PrincipalParser {
  private static final Pattern ARN =
      Pattern.compile("arn:aws:iam:[^:]{0,32}:[^:]{0,32}:user/([^/]{1,64})");

  private PrincipalParser() {}

  /** {@code "*"}, or {@code {"AWS": …}} with a {@code *} or users; any other is refused. */
  static Principals parse(JsonNode node, Predicate<String> users) {
    if (node.isString() && node.asString().equals("*")) {
      return Principals.EVERYBODY;
    }
    if (!node.isObject() || node.size() != 1) {
      throw unknown(node.toString());
    }
    JsonNode canonical = node.get("CanonicalUser");
    JsonNode aws = node.get("AWS");
    JsonNode named = aws != null ? aws : canonical;
    if (named == null) {
      throw unknown(node.toString());
    }
    Set<String> names = new HashSet<>();
    boolean everybody = false;
    for (String text : PolicyParser.texts(named, "Principal")) {
      everybody |= aws != null && text.equals("*");
      if (aws == null || !text.equals("*")) {
        names.add(name(text, aws != null, users));
      }
    }
    return new Principals(everybody, Set.copyOf(names));
  }

  private static String name(String text, boolean arn, Predicate<String> users) {
    Matcher matcher = ARN.matcher(text);
    String name = !arn ? text : matcher.matches() ? matcher.group(1) : "";
    if (name.isEmpty() || !users.test(name)) {
      throw unknown(text);
    }
    return name;
  }

  private static MalformedPolicyException unknown(String principal) {
    return new MalformedPolicyException(
        "the principal "
            + principal
            + " is not *, or {\"AWS\": \"arn:aws:iam:::user/NAME\"} with the name of a user");
  }
}
