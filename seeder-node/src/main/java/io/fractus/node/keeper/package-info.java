// SPDX-License-Identifier: Apache-2.0
/** What the tracker wishes of each bit, brought about: fetched, deleted, hashed again. */
@NullMarked
package io.fractus.node.keeper;

import org.jspecify.annotations.NullMarked;
