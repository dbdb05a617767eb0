// SPDX-License-Identifier: Apache-2.0
/** What operators see and do: sign-in, the admin part of the control API, the web UI. */
@NullMarked
package io.fractus.tracker.admin;

import org.jspecify.annotations.NullMarked;
