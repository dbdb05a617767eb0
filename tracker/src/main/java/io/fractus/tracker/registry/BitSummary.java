// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.torrents.InfoHash;
import java.time.Instant;

/**
 * How far the copies of a bit are.
 *
 * @param bit its name
 * @param footprint bytes that each copy takes of a share
 * @param copiesWanted how many nodes shall hold it
 * @param complete copies that stand
 * @param wanted copies that are assigned and not there
 * @param suspect copies that are being checked
 * @param placed when a gateway first placed it
 */
public record BitSummary(
    InfoHash bit,
    long footprint,
    int copiesWanted,
    int complete,
    int wanted,
    int suspect,
    Instant placed) {}
