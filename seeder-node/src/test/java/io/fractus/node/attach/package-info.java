// SPDX-License-Identifier: Apache-2.0
/** Tests of the agent. */
@NullMarked
package io.fractus.node.attach;

import org.jspecify.annotations.NullMarked;
