// SPDX-License-Identifier: Apache-2.0
/** How much users may have, and how often they may ask. */
@NullMarked
package io.fractus.web.quota;

import org.jspecify.annotations.NullMarked;
