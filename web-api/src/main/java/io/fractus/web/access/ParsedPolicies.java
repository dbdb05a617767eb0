// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Policies by their text, parsed once; those used last are kept. Thread-safe. */
final class ParsedPolicies {
  private final Map<String, Policy> parsed;

  ParsedPolicies(int max) {
    this.parsed =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Policy> eldest) {
            return size() > max;
          }
        };
  }

  /** The policy of a text, which says all of it: the same text is the same policy. */
  Policy get(String text, Supplier<Policy> parse) {
    synchronized (parsed) {
      Policy known = parsed.get(text);
      if (known != null) {
        return known;
      }
    }
    Policy policy = parse.get();
    synchronized (parsed) {
      parsed.put(text, policy);
    }
    return policy;
  }
}
