// SPDX-License-Identifier: Apache-2.0
/** Commands that speak to a gateway over REST. */
@NullMarked
package io.fractus.cli.client;

import org.jspecify.annotations.NullMarked;
