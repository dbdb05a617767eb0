// SPDX-License-Identifier: Apache-2.0
/** A whole cloud on this machine, each role its own process. */
@NullMarked
package io.fractus.cli.up;

import org.jspecify.annotations.NullMarked;
