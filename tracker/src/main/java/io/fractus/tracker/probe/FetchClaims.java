// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.torrents.InfoHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What nodes said they fetched, timed by the tracker, until a probe finds one of these bits on the
 * node: only then it counts. One claim for each node. Thread-safe; never blocks.
 */
public final class FetchClaims {
  private final Map<Long, Claim> claims = new ConcurrentHashMap<>();

  /**
   * Bits that a node said it fetched.
   *
   * @param bit the last of them
   * @param bytes of all
   * @param millis that these took
   */
  record Claim(InfoHash bit, long bytes, long millis) {}

  /** A node said that it fetched a bit in this time. */
  public void claim(long node, InfoHash bit, long bytes, long millis) {
    claims.merge(
        node,
        new Claim(bit, bytes, millis),
        (old, more) -> new Claim(bit, old.bytes() + more.bytes(), old.millis() + more.millis()));
  }

  /** The claim of a node, which has none after that. */
  Optional<Claim> take(long node) {
    return Optional.ofNullable(claims.remove(node));
  }
}
