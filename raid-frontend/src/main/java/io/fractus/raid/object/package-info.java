// SPDX-License-Identifier: Apache-2.0
/** The object store as its users see it: buckets, objects, errors. */
@NullMarked
package io.fractus.raid.object;

import org.jspecify.annotations.NullMarked;
