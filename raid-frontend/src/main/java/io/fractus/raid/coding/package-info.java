// SPDX-License-Identifier: Apache-2.0
/** Erasure codes over GF(2^8): the interface of the kernels, and the kernels. */
@NullMarked
package io.fractus.raid.coding;

import org.jspecify.annotations.NullMarked;
