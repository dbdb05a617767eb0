// SPDX-License-Identifier: Apache-2.0
/** Tests of what is said to rTorrent. */
@NullMarked
package io.fractus.node.attach.rtorrent;

import org.jspecify.annotations.NullMarked;
