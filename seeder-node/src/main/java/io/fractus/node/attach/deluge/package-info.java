// SPDX-License-Identifier: Apache-2.0
/** Deluge, over the JSON-RPC of its web interface. */
@NullMarked
package io.fractus.node.attach.deluge;

import org.jspecify.annotations.NullMarked;
