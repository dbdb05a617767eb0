// SPDX-License-Identifier: Apache-2.0
/** Who shall hold what: placements, assignments, sources, reports, releases. */
@NullMarked
package io.fractus.tracker.assignment;

import org.jspecify.annotations.NullMarked;
