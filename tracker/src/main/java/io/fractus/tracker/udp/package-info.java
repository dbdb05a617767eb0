// SPDX-License-Identifier: Apache-2.0
/** Announce and scrape over UDP (BEP 15), with the passkey as in BEP 41. */
@NullMarked
package io.fractus.tracker.udp;

import org.jspecify.annotations.NullMarked;
