// SPDX-License-Identifier: Apache-2.0
/** How often bits are read. */
@NullMarked
package io.fractus.tracker.demand;

import org.jspecify.annotations.NullMarked;
