// SPDX-License-Identifier: Apache-2.0
/** The REST API: JSON, bearer token, problem details. */
@NullMarked
package io.fractus.web.rest;

import org.jspecify.annotations.NullMarked;
