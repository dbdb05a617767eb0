// SPDX-License-Identifier: Apache-2.0
/** What is held of a node by what others saw of it. */
@NullMarked
package io.fractus.tracker.reputation;

import org.jspecify.annotations.NullMarked;
