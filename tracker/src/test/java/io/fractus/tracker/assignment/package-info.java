// SPDX-License-Identifier: Apache-2.0
/** Tests of assignments. */
@NullMarked
package io.fractus.tracker.assignment;

import org.jspecify.annotations.NullMarked;
