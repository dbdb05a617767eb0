// SPDX-License-Identifier: Apache-2.0
/** The composition root: the command line, its exit codes, its terminal. */
@NullMarked
package io.fractus.cli;

import org.jspecify.annotations.NullMarked;
