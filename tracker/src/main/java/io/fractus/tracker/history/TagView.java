// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A judgement on a node, with its time and its evidence.
 *
 * @param tag one word
 * @param source {@code tracker} if its rules said so, {@code admin} if a person did
 * @param since from when on
 * @param until when it was taken back, or null while it stands
 * @param evidence for people
 */
public record TagView(
    String tag, String source, Instant since, @Nullable Instant until, String evidence) {}
