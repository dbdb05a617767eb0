// SPDX-License-Identifier: Apache-2.0
/** The time by which locks of objects end. */
@NullMarked
package io.fractus.raid.lock;

import org.jspecify.annotations.NullMarked;
