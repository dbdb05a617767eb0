// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

/**
 * What a client says of itself in one swarm, over HTTP or UDP.
 *
 * @param swarm which
 * @param client the first eight bytes of its peer id: program and version, not an identity
 * @param port where it listens; 0 only when it stops
 * @param uploaded bytes sent since it was started, {@link #UNKNOWN} if it does not say
 * @param downloaded bytes received since it was started, {@link #UNKNOWN} if it does not say
 * @param complete whether nothing is left to fetch
 * @param event what happened
 * @param wanted how many peers at most
 */
public record Announce(
    SwarmKey swarm,
    long client,
    int port,
    long uploaded,
    long downloaded,
    boolean complete,
    Event event,
    int wanted) {
  /** A number that the client did not give, or that is none. */
  public static final long UNKNOWN = -1;

  /** What a client says that happened; what is not known is nothing. */
  public enum Event {
    /** Nothing but time. */
    NONE,
    /** It was started. */
    STARTED,
    /** It goes. */
    STOPPED,
    /** It just got the last piece. */
    COMPLETED,
    /** It has a part and wants no more of it (BEP 21). */
    PAUSED
  }
}
