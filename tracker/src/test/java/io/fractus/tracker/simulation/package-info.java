// SPDX-License-Identifier: Apache-2.0
/** A cloud in virtual time: what the tracker decides, on nodes that come, go and leave. */
@NullMarked
package io.fractus.tracker.simulation;

import org.jspecify.annotations.NullMarked;
