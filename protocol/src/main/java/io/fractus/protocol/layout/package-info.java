// SPDX-License-Identifier: Apache-2.0
/** How a stripe is made, in one text for all who speak of it: levels, k + m, copies. */
@NullMarked
package io.fractus.protocol.layout;

import org.jspecify.annotations.NullMarked;
