// SPDX-License-Identifier: Apache-2.0
/** aria2, over its JSON-RPC. */
@NullMarked
package io.fractus.node.attach.aria2;

import org.jspecify.annotations.NullMarked;
