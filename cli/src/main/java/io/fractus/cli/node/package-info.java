// SPDX-License-Identifier: Apache-2.0
/** What the owner of a running node asks of it: {@code fractus node status} and the like. */
@NullMarked
package io.fractus.cli.node;

import org.jspecify.annotations.NullMarked;
