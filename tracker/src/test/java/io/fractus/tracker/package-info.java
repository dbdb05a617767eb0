// SPDX-License-Identifier: Apache-2.0
/** Tests of the tracker over its real ports. */
@NullMarked
package io.fractus.tracker;

import org.jspecify.annotations.NullMarked;
