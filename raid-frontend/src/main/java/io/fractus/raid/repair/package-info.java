// SPDX-License-Identifier: Apache-2.0
/** Bits of which no copy lives, rebuilt by their gateway from others of their stripe. */
@NullMarked
package io.fractus.raid.repair;

import org.jspecify.annotations.NullMarked;
