// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in the cloud.
 *
 * @param id grows from event to event
 * @param at when
 * @param nodeId the node that it happened to
 * @param nodeName what people call it
 * @param kind joined, online, absent, or the kind of a report, failure or decision
 * @param bit the bit concerned in hexadecimal, or null
 * @param detail evidence for people
 */
public record CloudEvent(
    long id,
    Instant at,
    String nodeId,
    String nodeName,
    String kind,
    @Nullable String bit,
    String detail) {}
