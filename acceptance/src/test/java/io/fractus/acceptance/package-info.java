// SPDX-License-Identifier: Apache-2.0
/** The cloud as its users meet it: real processes, used, damaged and killed. */
@NullMarked
package io.fractus.acceptance;

import org.jspecify.annotations.NullMarked;
