// SPDX-License-Identifier: Apache-2.0
/** Buckets as web sites: what S3 has on an endpoint of its own. */
@NullMarked
package io.fractus.web.website;

import org.jspecify.annotations.NullMarked;
