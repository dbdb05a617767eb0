// SPDX-License-Identifier: Apache-2.0
/** Where settings come from: flags, environment, TOML file, defaults. */
@NullMarked
package io.fractus.cli.config;

import org.jspecify.annotations.NullMarked;
