// SPDX-License-Identifier: Apache-2.0
/** What every role stands on: its data directory, its secrets, its SQLite database. */
@NullMarked
package io.fractus.platform;

import org.jspecify.annotations.NullMarked;
