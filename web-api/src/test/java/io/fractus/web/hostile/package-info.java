// SPDX-License-Identifier: Apache-2.0
/** Requests that mean harm, byte by byte over real sockets. */
@NullMarked
package io.fractus.web.hostile;

import org.jspecify.annotations.NullMarked;
