// SPDX-License-Identifier: Apache-2.0
/** Tests of the memory of nodes. */
@NullMarked
package io.fractus.tracker.history;

import org.jspecify.annotations.NullMarked;
