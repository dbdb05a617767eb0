// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node in one line, as of now.
 *
 * @param nodeId its id for ever
 * @param name what people call it
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass server, office, lab, shop, home or phone
 * @param address where it serves, {@code host:port}
 * @param client name and version of its program; empty if it never said
 * @param here whether it is here now
 * @param seenBy how that is known: {@code channel}, {@code probe}, {@code announce}; {@code none}
 *     if it is not here
 * @param reachable whether it answered when it was last asked, or null if it never was
 * @param lastSeen when it was last known to be here, or null if never
 * @param joined when it joined
 * @param shareBytes space offered
 * @param usedBytes space that assigned copies take
 * @param freeBytes what is left of the share
 * @param copies assigned to it
 * @param faults events against it so far
 * @param availability share of the time that it was here, weeks ago counting less, 0 to 1; null
 *     while unknown
 * @param availabilityRecent the same of the last seven days, all counting alike
 * @param upBytesPerSecond how fast it lately sent, as others measured; null while unknown
 * @param downBytesPerSecond how fast it lately fetched, as others measured; null while unknown
 * @param tags what it is tagged with now
 */
public record NodeSummary(
    String nodeId,
    String name,
    String site,
    String region,
    String nodeClass,
    String address,
    String client,
    boolean here,
    String seenBy,
    @Nullable Boolean reachable,
    @Nullable Instant lastSeen,
    Instant joined,
    long shareBytes,
    long usedBytes,
    long freeBytes,
    int copies,
    int faults,
    @Nullable Double availability,
    @Nullable Double availabilityRecent,
    @Nullable Double upBytesPerSecond,
    @Nullable Double downBytesPerSecond,
    List<String> tags) {
  public NodeSummary {
    tags = List.copyOf(tags);
  }
}
