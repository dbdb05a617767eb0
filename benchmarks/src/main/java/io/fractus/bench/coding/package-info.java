// SPDX-License-Identifier: Apache-2.0
/** Coding, hashing and the pipelines in memory, by the CPU time of a thread. */
@NullMarked
package io.fractus.bench.coding;

import org.jspecify.annotations.NullMarked;
