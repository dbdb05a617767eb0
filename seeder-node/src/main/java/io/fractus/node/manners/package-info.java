// SPDX-License-Identifier: Apache-2.0
/** When a node rests, and how much of the line it takes: what makes people leave it on. */
@NullMarked
package io.fractus.node.manners;

import org.jspecify.annotations.NullMarked;
