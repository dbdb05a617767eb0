// SPDX-License-Identifier: Apache-2.0
/** What is asked of the S3 API, measured. */
@NullMarked
package io.fractus.bench.s3;

import org.jspecify.annotations.NullMarked;
