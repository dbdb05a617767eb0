// SPDX-License-Identifier: Apache-2.0
/** Tests of availability and lifetime. */
@NullMarked
package io.fractus.tracker.availability;

import org.jspecify.annotations.NullMarked;
