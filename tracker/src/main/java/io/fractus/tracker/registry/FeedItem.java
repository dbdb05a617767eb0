// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.torrents.InfoHash;
import java.time.Instant;

/**
 * A bit that a stock client shall have.
 *
 * @param bit which
 * @param bytes its length, and that of what comes with it on a disk
 * @param since when it was assigned, or its state last changed
 */
public record FeedItem(InfoHash bit, long bytes, Instant since) {}
