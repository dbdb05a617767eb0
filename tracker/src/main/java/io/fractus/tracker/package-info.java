// SPDX-License-Identifier: Apache-2.0
/** The private tracker of a cloud: one process that knows nodes, bits and copies. */
@NullMarked
package io.fractus.tracker;

import org.jspecify.annotations.NullMarked;
