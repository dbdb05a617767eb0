// SPDX-License-Identifier: Apache-2.0
/** A bit as a torrent: its infohash and its metainfo. */
@NullMarked
package io.fractus.torrents;

import org.jspecify.annotations.NullMarked;
