// SPDX-License-Identifier: Apache-2.0
/** The node's end of the WebSocket to its tracker. */
@NullMarked
package io.fractus.node.channel;

import org.jspecify.annotations.NullMarked;
