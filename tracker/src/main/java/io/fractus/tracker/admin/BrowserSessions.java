// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.platform.Clocks;
import io.fractus.platform.Secrets;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who signed in with a browser, by the fingerprint of a cookie. In memory: a restart signs all out.
 * The newest {@link Limits#BROWSER_SESSIONS_MAX} are kept. Thread-safe.
 */
final class BrowserSessions {
  private final Map<String, Instant> endByFingerprint = new LinkedHashMap<>();
  private final Clocks clocks;
  private final RandomGenerator random;

  BrowserSessions(Clocks clocks, RandomGenerator random) {
    this.clocks = clocks;
    this.random = random;
  }

  /** Begins a session and returns the secret for its cookie. */
  synchronized String open() {
    String secret = Secrets.newToken(random);
    endByFingerprint.put(
        Secrets.fingerprint(secret),
        clocks.steady().instant().plus(AdminLimits.BROWSER_SESSION_AGE_MAX));
    // All last equally long, so the order of their beginnings is that of their ends.
    Iterator<String> oldest = endByFingerprint.keySet().iterator();
    while (endByFingerprint.size() > AdminLimits.BROWSER_SESSIONS_MAX) {
      oldest.next();
      oldest.remove();
    }
    return secret;
  }

  /** When the session of this secret ends, by the wall clock; empty if there is none. */
  synchronized Optional<Instant> end(String secret) {
    return Optional.ofNullable(endByFingerprint.get(Secrets.fingerprint(secret)))
        .filter(end -> clocks.steady().instant().isBefore(end))
        .map(clocks::toWall);
  }

  synchronized void close(String secret) {
    endByFingerprint.remove(Secrets.fingerprint(secret));
  }
}
