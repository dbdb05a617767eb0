// SPDX-License-Identifier: Apache-2.0
/** How likely a node is here, by the hour of the week, and how long it stays. Pure. */
@NullMarked
package io.fractus.tracker.availability;

import org.jspecify.annotations.NullMarked;
