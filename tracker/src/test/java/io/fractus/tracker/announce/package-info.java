// SPDX-License-Identifier: Apache-2.0
/** Tests of announce and scrape. */
@NullMarked
package io.fractus.tracker.announce;

import org.jspecify.annotations.NullMarked;
