// SPDX-License-Identifier: Apache-2.0
/** Encryption of what leaves the gateway: keys, frames, nonces. */
@NullMarked
package io.fractus.raid.seal;

import org.jspecify.annotations.NullMarked;
