// SPDX-License-Identifier: Apache-2.0
/** Where the bytes of a segment lie in the bits of its stripe: the geometry of cells. */
@NullMarked
package io.fractus.raid.layout;

import org.jspecify.annotations.NullMarked;
