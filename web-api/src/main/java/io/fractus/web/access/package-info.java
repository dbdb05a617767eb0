// SPDX-License-Identifier: Apache-2.0
/** Who may do what: policies, canned ACLs, and what comes of them together. */
@NullMarked
package io.fractus.web.access;

import org.jspecify.annotations.NullMarked;
