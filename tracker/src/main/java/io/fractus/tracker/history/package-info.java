// SPDX-License-Identifier: Apache-2.0
/** What the tracker remembers of its nodes: uptime, sessions, speeds, counts, tags. */
@NullMarked
package io.fractus.tracker.history;

import org.jspecify.annotations.NullMarked;
