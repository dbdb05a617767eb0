// SPDX-License-Identifier: Apache-2.0
/** Tests of layouts in text. */
@NullMarked
package io.fractus.protocol.layout;

import org.jspecify.annotations.NullMarked;
