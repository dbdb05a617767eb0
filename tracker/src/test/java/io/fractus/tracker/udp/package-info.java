// SPDX-License-Identifier: Apache-2.0
/** Tests of the UDP side. */
@NullMarked
package io.fractus.tracker.udp;

import org.jspecify.annotations.NullMarked;
