// SPDX-License-Identifier: Apache-2.0
/** Tests of what the benches measure. */
@NullMarked
package io.fractus.cli.bench;

import org.jspecify.annotations.NullMarked;
