// SPDX-License-Identifier: Apache-2.0
/** qBittorrent, over its web API. */
@NullMarked
package io.fractus.node.attach.qbittorrent;

import org.jspecify.annotations.NullMarked;
