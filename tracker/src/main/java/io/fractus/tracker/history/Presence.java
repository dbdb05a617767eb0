// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import io.fractus.tracker.channel.Sessions;

/**
 * Whether a node is here now: by its channel, which is known to the second, or else by a right
 * piece that it sent or an announce that it made. Thread-safe; neither waits nor locks.
 */
public final class Presence {
  /** So often in a row nobody answered: here or not, others are better sources. */
  private static final int FAILURES_MIN = TagRules.FAILURES_MIN;

  private final Sessions sessions;
  private final NodeHistory history;

  public Presence(Sessions sessions, NodeHistory history) {
    this.sessions = sessions;
    this.history = history;
  }

  public boolean isHere(long node) {
    return sessions.isOnline(node) || history.isHereWithoutChannel(node);
  }

  /** Whether nobody got an answer of it lately. */
  public boolean isSilent(long node) {
    return history.asked(node).failures() >= FAILURES_MIN;
  }
}
