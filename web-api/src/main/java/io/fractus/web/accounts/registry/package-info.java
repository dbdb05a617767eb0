// SPDX-License-Identifier: Apache-2.0
/** Users and their keys, as rows. */
@NullMarked
package io.fractus.web.accounts.registry;

import org.jspecify.annotations.NullMarked;
