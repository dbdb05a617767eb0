// SPDX-License-Identifier: Apache-2.0
/** How a gateway comes to be connected to nodes. */
@NullMarked
package io.fractus.raid.contact;

import org.jspecify.annotations.NullMarked;
