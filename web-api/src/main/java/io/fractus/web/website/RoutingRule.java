// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import java.util.Optional;

/**
 * A redirect and when it is made.
 *
 * @param prefix of keys; empty for all
 * @param error only in place of an answer of this status; empty for at once
 * @param redirect what is then told
 */
public record RoutingRule(String prefix, Optional<Integer> error, Redirect redirect) {
  boolean fits(String key, Optional<Integer> status) {
    return key.startsWith(prefix) && error.equals(status);
  }
}
