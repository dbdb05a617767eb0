// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;

/**
 * A bucket.
 *
 * @param name of the bucket
 * @param created when
 */
public record BucketInfo(String name, Instant created) {}
