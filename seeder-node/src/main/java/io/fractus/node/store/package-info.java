// SPDX-License-Identifier: Apache-2.0
/** The bits on disk: what is complete, what is reserved, what was lost. */
@NullMarked
package io.fractus.node.store;

import org.jspecify.annotations.NullMarked;
