// SPDX-License-Identifier: Apache-2.0
/** How a stripe is made: levels, k + m, copies, and the geometry of cells. */
@NullMarked
package io.fractus.raid.layout;

import org.jspecify.annotations.NullMarked;
