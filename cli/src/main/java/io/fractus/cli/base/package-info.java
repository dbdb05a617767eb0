// SPDX-License-Identifier: Apache-2.0
/** What every command stands on: its terminal, its way to fail, its limits. */
@NullMarked
package io.fractus.cli.base;

import org.jspecify.annotations.NullMarked;
