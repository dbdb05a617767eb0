// SPDX-License-Identifier: Apache-2.0
/** Why copies are where they are, and what a stripe can bear. No I/O, no clock, no dice. */
@NullMarked
package io.fractus.tracker.explain;

import org.jspecify.annotations.NullMarked;
