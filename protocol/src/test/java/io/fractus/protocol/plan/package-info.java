// SPDX-License-Identifier: Apache-2.0
/** Tests of wishes in text. */
@NullMarked
package io.fractus.protocol.plan;

import org.jspecify.annotations.NullMarked;
