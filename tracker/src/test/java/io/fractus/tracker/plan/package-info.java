// SPDX-License-Identifier: Apache-2.0
/** Tests of the planner and its formulas. */
@NullMarked
package io.fractus.tracker.plan;

import org.jspecify.annotations.NullMarked;
