// SPDX-License-Identifier: Apache-2.0
/** What was asked of a gateway, by whom, and what came of it: one line a request. */
@NullMarked
package io.fractus.web.audit;

import org.jspecify.annotations.NullMarked;
