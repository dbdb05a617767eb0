// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.tracker.swarm.Announce.Event;
import org.jspecify.annotations.Nullable;

/** What UDP has in common with HTTP: URLs with passkeys, events, refusals. Stateless. */
public final class AnnounceUrl {
  private AnnounceUrl() {}

  /** The passkey in the path and query of an announce URL, or null. */
  public static byte @Nullable [] passkey(byte[] url) {
    AnnounceTarget target = AnnounceTarget.parse(url, 0, url.length);
    if (target == null || target.passkey() != null) {
      return target == null ? null : target.passkey();
    }
    return AnnounceQuery.parse(url, target.queryStart(), target.queryEnd()).passkey();
  }

  /** The event with this number (BEP 15). */
  public static Event event(int number) {
    return Events.ofNumber(number);
  }

  /** The exception for a refusal. */
  public static AnnounceException refuse(Refusal refusal) {
    return refusal.thrown();
  }
}
