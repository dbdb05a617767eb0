// SPDX-License-Identifier: Apache-2.0
/** What is wished of objects, and what a planner answers. */
@NullMarked
package io.fractus.protocol.plan;

import org.jspecify.annotations.NullMarked;
