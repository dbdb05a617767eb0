// SPDX-License-Identifier: Apache-2.0
/** Tests of swarms. */
@NullMarked
package io.fractus.tracker.swarm;

import org.jspecify.annotations.NullMarked;
