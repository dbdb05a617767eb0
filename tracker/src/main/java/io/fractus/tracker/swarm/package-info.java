// SPDX-License-Identifier: Apache-2.0
/** Who announced for which bit lately, in memory. */
@NullMarked
package io.fractus.tracker.swarm;

import org.jspecify.annotations.NullMarked;
