// SPDX-License-Identifier: Apache-2.0
/** The WebSocket between a node and its tracker: one JSON object a text frame. */
@NullMarked
package io.fractus.protocol.channel;

import org.jspecify.annotations.NullMarked;
