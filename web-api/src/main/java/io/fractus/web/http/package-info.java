// SPDX-License-Identifier: Apache-2.0
/** What REST and S3 share of HTTP: paths, ranges, conditions, bodies, Jetty itself. */
@NullMarked
package io.fractus.web.http;

import org.jspecify.annotations.NullMarked;
