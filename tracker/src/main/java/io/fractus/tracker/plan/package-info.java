// SPDX-License-Identifier: Apache-2.0
/** What layouts cost and give on the nodes that there are. No I/O, no clock, no dice. */
@NullMarked
package io.fractus.tracker.plan;

import org.jspecify.annotations.NullMarked;
