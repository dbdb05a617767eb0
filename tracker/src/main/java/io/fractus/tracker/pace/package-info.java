// SPDX-License-Identifier: Apache-2.0
/** How much of something may happen in a time: pure, time is what callers say it is. */
@NullMarked
package io.fractus.tracker.pace;

import org.jspecify.annotations.NullMarked;
