// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/nodes}: one node as the tracker knows it.
 *
 * @param nodeId its id for ever
 * @param name what people call it
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass the prior for its availability
 * @param address where it serves, {@code host:port}
 * @param online whether its channel is open now
 * @param shareBytes space offered
 * @param usedBytes space that assigned bits take
 * @param bits copies assigned to it
 * @param lastSeen when it was last heard, or null if never
 * @param joined when it joined
 * @param faults events against it so far: corrupt, missing, unreachable, lost copies
 * @param tags judgements on it
 */
public record NodeView(
    String nodeId,
    String name,
    String site,
    String region,
    String nodeClass,
    String address,
    boolean online,
    long shareBytes,
    long usedBytes,
    int bits,
    @Nullable Instant lastSeen,
    Instant joined,
    int faults,
    List<String> tags) {}
