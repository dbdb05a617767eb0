// SPDX-License-Identifier: Apache-2.0
/** Hashes of many messages at once: in lanes of vector registers, or by the JDK one by one. */
@NullMarked
package io.fractus.torrents.hash;

import org.jspecify.annotations.NullMarked;
