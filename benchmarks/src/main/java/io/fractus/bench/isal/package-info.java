// SPDX-License-Identifier: Apache-2.0
/** Intel's ISA-L through the foreign function interface: a floor to be held against. */
@NullMarked
package io.fractus.bench.isal;

import org.jspecify.annotations.NullMarked;
