// SPDX-License-Identifier: Apache-2.0
/** rTorrent, over XML-RPC by HTTP or by SCGI. */
@NullMarked
package io.fractus.node.attach.rtorrent;

import org.jspecify.annotations.NullMarked;
