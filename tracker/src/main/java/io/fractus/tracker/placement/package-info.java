// SPDX-License-Identifier: Apache-2.0
/** Which nodes shall hold the bits of a stripe: pure judgement, without clock or I/O. */
@NullMarked
package io.fractus.tracker.placement;

import org.jspecify.annotations.NullMarked;
