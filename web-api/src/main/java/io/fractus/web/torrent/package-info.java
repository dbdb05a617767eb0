// SPDX-License-Identifier: Apache-2.0
/** Torrents of objects as they are, for everybody's clients; those of bits are none of these. */
@NullMarked
package io.fractus.web.torrent;

import org.jspecify.annotations.NullMarked;
