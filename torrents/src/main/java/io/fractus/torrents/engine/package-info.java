// SPDX-License-Identifier: Apache-2.0
/** The torrent engine port and the engines behind it. */
@NullMarked
package io.fractus.torrents.engine;

import org.jspecify.annotations.NullMarked;
