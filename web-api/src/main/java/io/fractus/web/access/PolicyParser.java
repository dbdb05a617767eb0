// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import io.fractus.web.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads policies, and refuses all that it does not know: an element that is passed over would let
 * in whom it was to keep out. Stateless.
 */
final class PolicyParser {
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
  private static final Set<String> OF_USER =
      Set.of("Sid", "Effect", "Action", "Resource", "Condition");
  private static final String ARN = "arn:aws:s3:::";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PolicyParser() {}

  /** Of a user; throws {@link MalformedPolicyException}. */
  static Policy ofUser(String json) {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : statements(json)) {
      checkNames(node, OF_USER, "statement of a user's policy");
      statements.add(statement(node, Principals.EVERYBODY, ""));
    }
    return new Policy(statements);
  }

  /**
   * Of a bucket; throws {@link MalformedPolicyException}.
   *
   * @param users whether there is a user of that name
   */
  static Policy ofBucket(String json, String bucket, Predicate<String> users) {
    Set<String> known = new HashSet<>(OF_USER);
    known.add("Principal");
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : statements(json)) {
      checkNames(node, known, "statement of a bucket's policy");
      Principals principals = PrincipalParser.parse(required(node, "Principal"), users);
      statements.add(statement(node, principals, bucket));
    }
    return new Policy(statements);
  }

  private static List<JsonNode> statements(String json) {
    if (json.getBytes(StandardCharsets.UTF_8).length > Limits.POLICY_BYTES_MAX) {
      throw new MalformedPolicyException(
          "a policy has at most " + Limits.POLICY_BYTES_MAX + " bytes");
    }
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new MalformedPolicyException("the policy is not JSON: " + e.getOriginalMessage());
    }
    if (root == null || !root.isObject()) {
      throw new MalformedPolicyException("a policy is a JSON object");
    }
    checkNames(root, TOP, "policy");
    if (root.has("Version") && !VERSIONS.contains(text(root.get("Version"), "Version"))) {
      throw new MalformedPolicyException("the Version of a policy is 2012-10-17");
    }
    JsonNode statement = required(root, "Statement");
    List<JsonNode> found = new ArrayList<>();
    if (statement.isArray()) {
      statement.forEach(found::add);
    } else {
      found.add(statement);
    }
    if (found.isEmpty() || !found.stream().allMatch(JsonNode::isObject)) {
      throw new MalformedPolicyException("a policy has at least one Statement, each an object");
    }
    return found;
  }

  private static Statement statement(JsonNode node, Principals principals, String bucket) {
    if (node.has("Sid")) {
      var _ = text(node.get("Sid"), "Sid");
    }
    String effect = text(required(node, "Effect"), "Effect");
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw new MalformedPolicyException("Effect is Allow or Deny, not '" + effect + "'");
    }
    List<String> actions = texts(required(node, "Action"), "Action");
    for (String action : actions) {
      if (!action.equals("*") && !Action.isKnown(action)) {
        throw new MalformedPolicyException("there is no action '" + action + "' here");
      }
    }
    List<String> resources = texts(required(node, "Resource"), "Resource");
    resources.forEach(resource -> checkResource(resource, bucket));
    return new Statement(effect.equals("Allow"), principals, actions, resources, conditions(node));
  }

  private static void checkResource(String resource, String bucket) {
    boolean ofBucket = resource.equals(ARN + bucket) || resource.startsWith(ARN + bucket + "/");
    boolean good = bucket.isEmpty() ? resource.equals("*") || resource.startsWith(ARN) : ofBucket;
    if (!good || resource.contains("${")) {
      throw new MalformedPolicyException(
          "the resource '"
              + resource
              + "' is not "
              + (bucket.isEmpty() ? "* or " + ARN + "…" : "of the bucket " + bucket));
    }
  }

  private static List<Condition> conditions(JsonNode node) {
    List<Condition> found = new ArrayList<>();
    JsonNode condition = node.get("Condition");
    if (condition == null) {
      return found;
    }
    if (!condition.isObject()) {
      throw new MalformedPolicyException("Condition is an object of operators");
    }
    condition.forEachEntry((operator, keys) -> {
      if (!keys.isObject() || keys.isEmpty()) {
        throw new MalformedPolicyException(operator + " is an object of condition keys");
      }
      keys.forEachEntry(
          (key, values) -> found.add(Condition.of(operator, key, texts(values, key))));
    });
    return found;
  }

  private static void checkNames(JsonNode node, Set<String> known, String what) {
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw new MalformedPolicyException("a " + what + " has no " + name + " here");
      }
    }
  }

  private static JsonNode required(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name))
        .orElseThrow(() -> new MalformedPolicyException("a policy needs " + name));
  }

  private static String text(JsonNode node, String name) {
    if (!node.isString()) {
      throw new MalformedPolicyException(name + " is a string");
    }
    return node.asString();
  }

  /** One, or a list of them; numbers and booleans are taken as they are written. */
  static List<String> texts(JsonNode node, String name) {
    List<String> found = new ArrayList<>();
    for (JsonNode one : node.isArray() ? node : List.of(node)) {
      if (!one.isString() && !one.isBoolean() && !one.isIntegralNumber()) {
        throw new MalformedPolicyException(name + " is a string, or a list of them");
      }
      found.add(one.asString());
    }
    if (found.isEmpty()) {
      throw new MalformedPolicyException(name + " is empty");
    }
    return found;
  }
}
