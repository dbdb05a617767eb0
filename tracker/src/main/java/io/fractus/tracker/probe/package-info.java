// SPDX-License-Identifier: Apache-2.0
/** Asks nodes for a random piece, to see whether they are there and have what they should. */
@NullMarked
package io.fractus.tracker.probe;

import org.jspecify.annotations.NullMarked;
