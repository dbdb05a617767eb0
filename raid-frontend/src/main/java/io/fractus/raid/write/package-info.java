// SPDX-License-Identifier: Apache-2.0
/** The way of a byte out: seal, encode, hash, stage, spread, commit; and what follows it up. */
@NullMarked
package io.fractus.raid.write;

import org.jspecify.annotations.NullMarked;
