// SPDX-License-Identifier: Apache-2.0
/** The feeds from which stock clients take their bits, and the torrents in them. */
@NullMarked
package io.fractus.tracker.rss;

import org.jspecify.annotations.NullMarked;
