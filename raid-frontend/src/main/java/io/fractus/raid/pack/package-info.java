// SPDX-License-Identifier: Apache-2.0
/** Small objects, side by side in stripes: how they get there, and how their space comes back. */
@NullMarked
package io.fractus.raid.pack;

import org.jspecify.annotations.NullMarked;
