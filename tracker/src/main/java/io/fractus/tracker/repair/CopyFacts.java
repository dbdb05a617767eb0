// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.repair;

import io.fractus.tracker.availability.NodeClass;
import java.time.Duration;

/**
 * A copy as repair sees it.
 *
 * @param node where it is
 * @param site where that is
 * @param health what it is worth
 * @param kind what kind of node that is
 * @param ageDays how long that node has been a member
 * @param away for how long that node has not been here
 */
public record CopyFacts(
    long node, String site, Health health, NodeClass kind, double ageDays, Duration away) {}
