// SPDX-License-Identifier: Apache-2.0
/** A gateway's local, fsynced area for bits on their way out. */
@NullMarked
package io.fractus.raid.staging;

import org.jspecify.annotations.NullMarked;
