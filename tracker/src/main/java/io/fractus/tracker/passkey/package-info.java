// SPDX-License-Identifier: Apache-2.0
/** Who announces: the nodes by their passkeys, in memory. */
@NullMarked
package io.fractus.tracker.passkey;

import org.jspecify.annotations.NullMarked;
