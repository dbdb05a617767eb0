// SPDX-License-Identifier: Apache-2.0
/**
 * One contract for S3, held against Fractus and against S3Proxy: what both do is what clients
 * expect, and where they differ the test says what each of them does and why.
 */
@NullMarked
package io.fractus.contract;

import org.jspecify.annotations.NullMarked;
