// SPDX-License-Identifier: Apache-2.0
/** What becomes of objects in time: the rules of S3, and the worker that follows them. */
@NullMarked
package io.fractus.raid.lifecycle;

import org.jspecify.annotations.NullMarked;
