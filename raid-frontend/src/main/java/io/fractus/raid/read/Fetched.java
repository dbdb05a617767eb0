// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredStripe;

/**
 * A window with the bytes of the data bits that it touches.
 *
 * @param units one entry for each bit; null where nothing is wanted of it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from one thread to the next, never compared.
record Fetched(StoredStripe stripe, StripePlan plan, Window window, byte[][] units) {}
