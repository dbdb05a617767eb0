// SPDX-License-Identifier: Apache-2.0
/** Strict canonical bencode (BEP 3). */
@NullMarked
package io.fractus.torrents.bencode;

import org.jspecify.annotations.NullMarked;
