// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;

/**
 * What was seen of a node in an hour, a day or a week.
 *
 * @param start when it began, in UTC
 * @param seconds how long it is: an hour, a day or a week
 * @param totals what was counted in it
 */
public record Period(Instant start, long seconds, Totals totals) {}
