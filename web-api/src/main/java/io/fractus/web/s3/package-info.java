// SPDX-License-Identifier: Apache-2.0
/** The S3 API: one class an operation, a table of routes, XML, errors. */
@NullMarked
package io.fractus.web.s3;

import org.jspecify.annotations.NullMarked;
