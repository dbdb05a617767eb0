// SPDX-License-Identifier: Apache-2.0
/** What can go wrong in S3, by S3's own names. */
@NullMarked
package io.fractus.web.s3.error;

import org.jspecify.annotations.NullMarked;
