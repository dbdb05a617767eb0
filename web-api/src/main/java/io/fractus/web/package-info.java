// SPDX-License-Identifier: Apache-2.0
/** The gateway's HTTP: what starts and stops it, and its bounds. */
@NullMarked
package io.fractus.web;

import org.jspecify.annotations.NullMarked;
