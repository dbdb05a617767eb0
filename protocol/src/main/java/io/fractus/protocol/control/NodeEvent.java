// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/nodes/{id}/events}: something that happened to a node, newest first.
 *
 * @param at when
 * @param kind joined, online, absent, or the kind of a report or failure in lower case
 * @param bit the bit concerned in hexadecimal, or null
 * @param detail evidence for people
 */
public record NodeEvent(Instant at, String kind, @Nullable String bit, String detail) {}
