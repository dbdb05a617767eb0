// SPDX-License-Identifier: Apache-2.0
/** The node: a share of space on one machine, and the bits that it carries for one cloud. */
@NullMarked
package io.fractus.node;

import org.jspecify.annotations.NullMarked;
