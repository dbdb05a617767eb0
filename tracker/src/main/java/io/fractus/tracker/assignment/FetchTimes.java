// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.tracker.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long nodes take from one bit to the next while they have bits to fetch. Pure: time is what
 * callers say it is, in milliseconds. Holds one number for each node that is fetching. Thread-safe.
 */
final class FetchTimes {
  /*
   * A node fetches several bits at once, so the time from an assignment to its end says little.
   * From the end of one to the end of the next the node was busy, if there was something to do at
   * the first; all bits and all such times together are its speed. The first bit of each run is not
   * counted, for it is not known when the node began.
   */

  private final Map<Long, Long> last = new ConcurrentHashMap<>();

  /**
   * A node fetched a bit.
   *
   * @param more whether it has others to fetch
   * @return the milliseconds that this bit took, 0 if that is not known
   */
  long fetched(long node, boolean more, long now) {
    Long before = more ? last.put(node, now) : last.remove(node);
    if (before == null || now - before > Limits.FETCH_PAUSE_MAX.toMillis()) {
      return 0;
    }
    return Math.max(1, now - before);
  }

  /** A node could not fetch a bit, or is gone: what it does next begins anew. */
  void broken(long node) {
    last.remove(node);
  }
}
