// SPDX-License-Identifier: Apache-2.0
/** What stock BitTorrent clients ask over HTTP: announce and scrape (BEP 3, 7, 23, 48). */
@NullMarked
package io.fractus.tracker.announce;

import org.jspecify.annotations.NullMarked;
