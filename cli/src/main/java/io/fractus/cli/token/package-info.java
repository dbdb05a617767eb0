// SPDX-License-Identifier: Apache-2.0
/** Tokens with which a few nodes may join: {@code fractus token}. */
@NullMarked
package io.fractus.cli.token;

import org.jspecify.annotations.NullMarked;
