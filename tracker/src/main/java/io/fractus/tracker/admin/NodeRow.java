// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node in one line: what {@link io.fractus.protocol.control.NodeView} has, and what is remembered
 * of it.
 *
 * @param nodeId its id for ever
 * @param name what people call it
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass the prior for its availability
 * @param address where it serves, {@code host:port}
 * @param client its program; empty if it never said
 * @param stock whether it is a stock torrent client, without a channel of its own
 * @param state in one word
 * @param online whether its channel is open now
 * @param here whether it is here now, by its channel or otherwise
 * @param seenBy how that is known: channel, probe, announce or none
 * @param reachable whether it answered when it was last asked, or null if it never was
 * @param inbound whether others can connect to it; if not, it serves by connecting out; null while
 *     that is unknown
 * @param lastSeen when it was last heard, or null if never
 * @param joined when it joined
 * @param shareBytes space offered
 * @param usedBytes space that assigned bits take
 * @param freeBytes what is left
 * @param bits copies assigned to it
 * @param faults events against it so far
 * @param availability share of the time that it was here, 0 to 1, or null while unknown
 * @param availabilityRecent the same of the last seven days
 * @param upBytesPerSecond how fast it sent lately, or null while unknown
 * @param downBytesPerSecond how fast it fetched lately, or null while unknown
 * @param tags judgements on it
 */
record NodeRow(
    String nodeId,
    String name,
    String site,
    String region,
    String nodeClass,
    String address,
    String client,
    boolean stock,
    NodeState state,
    boolean online,
    boolean here,
    String seenBy,
    @Nullable Boolean reachable,
    @Nullable Boolean inbound,
    @Nullable Instant lastSeen,
    Instant joined,
    long shareBytes,
    long usedBytes,
    long freeBytes,
    int bits,
    int faults,
    @Nullable Double availability,
    @Nullable Double availabilityRecent,
    @Nullable Double upBytesPerSecond,
    @Nullable Double downBytesPerSecond,
    List<String> tags) {}
