// SPDX-License-Identifier: Apache-2.0
/** What tracker, gateway and node say to each other. */
@NullMarked
package io.fractus.protocol;

import org.jspecify.annotations.NullMarked;
