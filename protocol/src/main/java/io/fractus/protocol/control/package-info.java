// SPDX-License-Identifier: Apache-2.0
/** The tracker's control API over HTTP: requests, replies and their client. */
@NullMarked
package io.fractus.protocol.control;

import org.jspecify.annotations.NullMarked;
