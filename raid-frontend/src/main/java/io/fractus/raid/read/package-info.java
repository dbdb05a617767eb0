// SPDX-License-Identifier: Apache-2.0
/** The way of a byte back: sources, pieces, decode, open. */
@NullMarked
package io.fractus.raid.read;

import org.jspecify.annotations.NullMarked;
