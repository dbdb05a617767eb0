// SPDX-License-Identifier: Apache-2.0
/** The project's own numbers, each beside a floor that was measured in the same run. */
@NullMarked
package io.fractus.bench;

import org.jspecify.annotations.NullMarked;
