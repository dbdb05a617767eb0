// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.web.http.PercentCoding;
import java.util.Optional;

/**
 * Where else something is.
 *
 * @param protocol http or https; empty for that of the request
 * @param host with a port, if it has one; empty for that of the request
 * @param prefixWith what comes in place of the prefix that a rule looked for
 * @param keyWith what comes in place of the whole key
 * @param status 301, 302, 303, 307 or 308
 */
public record Redirect(
    Optional<String> protocol,
    Optional<String> host,
    Optional<String> prefixWith,
    Optional<String> keyWith,
    int status) {

  /**
   * The URL.
   *
   * @param address what was asked for
   * @param prefix that the rule looked for
   */
  String location(SiteAddress address, String prefix) {
    String key =
        keyWith.orElseGet(() ->
            prefixWith
                .map(with -> with + address.key().substring(prefix.length()))
                .orElse(address.key()));
    String base = host.isPresent() ? "" : address.base();
    return protocol.orElse(address.protocol())
        + "://"
        + host.orElse(address.host())
        + base
        + "/"
        + PercentCoding.encodePath(key);
  }
}
