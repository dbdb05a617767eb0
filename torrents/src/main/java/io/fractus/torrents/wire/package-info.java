// SPDX-License-Identifier: Apache-2.0
/** A small peer-wire reader of our own: probes, audits and reads of single pieces. */
@NullMarked
package io.fractus.torrents.wire;

import org.jspecify.annotations.NullMarked;
