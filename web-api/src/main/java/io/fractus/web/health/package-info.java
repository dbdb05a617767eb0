// SPDX-License-Identifier: Apache-2.0
/** What a monitor asks: alive, ready, metrics. */
@NullMarked
package io.fractus.web.health;

import org.jspecify.annotations.NullMarked;
