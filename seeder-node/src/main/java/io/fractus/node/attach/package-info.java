// SPDX-License-Identifier: Apache-2.0
/** A stock torrent client in the role of engine and store, and the agent that speaks for it. */
@NullMarked
package io.fractus.node.attach;

import org.jspecify.annotations.NullMarked;
