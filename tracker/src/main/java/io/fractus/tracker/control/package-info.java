// SPDX-License-Identifier: Apache-2.0
/** The control API over HTTP: requests, tokens, problems. */
@NullMarked
package io.fractus.tracker.control;

import org.jspecify.annotations.NullMarked;
