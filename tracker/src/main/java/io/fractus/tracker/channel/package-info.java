// SPDX-License-Identifier: Apache-2.0
/** The server side of the WebSocket that each node holds. */
@NullMarked
package io.fractus.tracker.channel;

import org.jspecify.annotations.NullMarked;
