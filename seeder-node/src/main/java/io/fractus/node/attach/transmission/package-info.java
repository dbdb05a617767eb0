// SPDX-License-Identifier: Apache-2.0
/** Transmission, over its RPC. */
@NullMarked
package io.fractus.node.attach.transmission;

import org.jspecify.annotations.NullMarked;
