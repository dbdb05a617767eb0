// SPDX-License-Identifier: Apache-2.0
/** The catalog: which objects there are, of which stripes, of which bits. */
@NullMarked
package io.fractus.raid.catalog;

import org.jspecify.annotations.NullMarked;
