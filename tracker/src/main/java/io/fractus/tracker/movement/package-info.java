// SPDX-License-Identifier: Apache-2.0
/**
 * Which copies are made and moved for the sake of speed and space, when nothing has to be repaired.
 * Pure: it is given what is known and the time.
 */
@NullMarked
package io.fractus.tracker.movement;

import org.jspecify.annotations.NullMarked;
