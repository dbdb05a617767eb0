// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.swarm;

/** What the memory of swarms says to an announce. */
public sealed interface Outcome {

  /** It cannot say. */
  enum None implements Outcome {
    /** The swarm must be read from the registry first: see {@link Swarms#load}. */
    NOT_LOADED,
    /** No such bit, or the node is not to have it. */
    NOT_REGISTERED
  }

  /**
   * An answer.
   *
   * @param counts the swarm now
   * @param peers for the asker
   * @param claim what the node says of its copy that the registry does not
   */
  record Answer(Counts counts, PeerList peers, Claim claim) implements Outcome {
    /** What a client may say that is new. */
    public enum Claim {
      NONE,
      /** That it has all of the bit. */
      COMPLETE,
      /** That it has not, although the registry has its copy as complete. */
      LOST
    }
  }

  /**
   * Who is in a swarm.
   *
   * @param complete peers with all of the bit
   * @param incomplete the others
   * @param downloaders those of the others that fetch (BEP 21)
   * @param downloaded how often the bit was completed
   */
  record Counts(int complete, int incomplete, int downloaders, int downloaded) {
    /** Of a swarm without anybody. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }
}
