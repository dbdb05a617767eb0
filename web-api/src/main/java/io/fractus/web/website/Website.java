// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import java.util.List;
import java.util.Optional;

/**
 * How a bucket is a web site.
 *
 * @param all where everything else is, if nothing is here
 * @param index what is shown for a folder: a name, such as {@code index.html}
 * @param error the key of what is shown in place of what cannot be shown
 * @param rules the first that fits counts
 */
public record Website(
    Optional<Redirect> all, String index, Optional<String> error, List<RoutingRule> rules) {
  public Website {
    rules = List.copyOf(rules);
  }

  /**
   * The rule that a request falls under.
   *
   * @param status of the answer that it would get; empty before anything was looked for
   */
  Optional<RoutingRule> rule(String key, Optional<Integer> status) {
    return rules.stream().filter(rule -> rule.fits(key, status)).findFirst();
  }

  /** The key of what is shown for a key. */
  String shown(String key) {
    return key.isEmpty() || key.endsWith("/") ? key + index : key;
  }
}
