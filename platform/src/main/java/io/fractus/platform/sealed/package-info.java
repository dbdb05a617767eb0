// SPDX-License-Identifier: Apache-2.0
/** Directories that are encrypted on their disk, by a file system that this machine has. */
@NullMarked
package io.fractus.platform.sealed;

import org.jspecify.annotations.NullMarked;
