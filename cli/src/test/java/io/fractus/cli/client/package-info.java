// SPDX-License-Identifier: Apache-2.0
/** Tests of what a client prints. */
@NullMarked
package io.fractus.cli.client;

import org.jspecify.annotations.NullMarked;
