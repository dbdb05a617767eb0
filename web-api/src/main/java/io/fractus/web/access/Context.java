// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

import java.util.Map;
import java.util.Optional;

/** What the conditions of policies look at. */
interface Context {
  /**
   * The value of a key; empty if the request does not say.
   *
   * @param key as {@link ContextKeys#name} has it
   */
  Optional<String> get(String key);

  /** What is said in a map, and nothing else. */
  static Context of(Map<String, String> values) {
    return key -> Optional.ofNullable(values.get(key));
  }
}
