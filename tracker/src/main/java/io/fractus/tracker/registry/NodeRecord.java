// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.torrents.PeerAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as the registry has it.
 *
 * @param key its row
 * @param nodeId its id towards everyone else
 * @param name what people call it
 * @param site nodes that fail together
 * @param region sites that fail together
 * @param nodeClass the prior for its availability
 * @param peer where it serves, as it last said
 * @param shareBytes space offered
 * @param usedBytes footprints of the copies assigned to it
 * @param copies how many these are
 * @param faults events against it
 * @param joined when it joined
 * @param lastSeen when it was last heard, as of its last coming or going; null if never
 */
public record NodeRecord(
    long key,
    String nodeId,
    String name,
    String site,
    String region,
    String nodeClass,
    PeerAddress peer,
    long shareBytes,
    long usedBytes,
    int copies,
    int faults,
    Instant joined,
    @Nullable Instant lastSeen) {}
