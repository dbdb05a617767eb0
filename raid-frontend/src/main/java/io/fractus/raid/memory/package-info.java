// SPDX-License-Identifier: Apache-2.0
/** How much memory the work of a gateway may take together. */
@NullMarked
package io.fractus.raid.memory;

import org.jspecify.annotations.NullMarked;
