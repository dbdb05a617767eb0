// SPDX-License-Identifier: Apache-2.0
/** Who may use a gateway, with which keys, and how much. */
@NullMarked
package io.fractus.web.accounts;

import org.jspecify.annotations.NullMarked;
