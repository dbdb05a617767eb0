// SPDX-License-Identifier: Apache-2.0
/** Tests of placement. */
@NullMarked
package io.fractus.tracker.placement;

import org.jspecify.annotations.NullMarked;
