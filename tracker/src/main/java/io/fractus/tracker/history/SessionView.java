// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a node was here without a break.
 *
 * @param started when it came
 * @param ended when it was last known to be here, or null while it lasts
 * @param seconds how long that is
 * @param ending why it ended, in lower case: see {@link Ending}; null while it lasts
 */
public record SessionView(
    Instant started, @Nullable Instant ended, long seconds, @Nullable String ending) {}
