// SPDX-License-Identifier: Apache-2.0
/** Tests of what is told of stripes and copies. */
@NullMarked
package io.fractus.tracker.explain;

import org.jspecify.annotations.NullMarked;
