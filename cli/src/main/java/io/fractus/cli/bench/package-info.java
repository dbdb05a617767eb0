// SPDX-License-Identifier: Apache-2.0
/** {@code fractus bench}: the project's own numbers. */
@NullMarked
package io.fractus.cli.bench;

import org.jspecify.annotations.NullMarked;
