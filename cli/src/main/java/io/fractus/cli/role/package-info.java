// SPDX-License-Identifier: Apache-2.0
/** One role of a cloud, in the foreground. */
@NullMarked
package io.fractus.cli.role;

import org.jspecify.annotations.NullMarked;
