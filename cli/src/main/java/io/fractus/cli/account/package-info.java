// SPDX-License-Identifier: Apache-2.0
/** Who may use a gateway: {@code fractus user}, {@code key} and {@code quota}. */
@NullMarked
package io.fractus.cli.account;

import org.jspecify.annotations.NullMarked;
