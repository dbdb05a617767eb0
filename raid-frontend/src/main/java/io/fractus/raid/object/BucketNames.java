// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which names a new bucket may have: those of AWS. Buckets that are there keep theirs, and are
 * found by any name that {@link ObjectKey#checkBucket} takes. Stateless.
 */
public final class BucketNames {
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> SUFFIXES =
      List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

  private BucketNames() {}

  /** Throws {@link StoreException} if no new bucket may be called so. */
  public static void checkNew(String bucket) {
    ObjectKey.checkBucket(bucket);
    if (ADDRESS.matcher(bucket).matches()) {
      throw refused("a bucket name does not look like an address, as '" + bucket + "' does");
    }
    for (String prefix : PREFIXES) {
      if (bucket.startsWith(prefix)) {
        throw refused("no bucket name begins with '" + prefix + "', as '" + bucket + "' does");
      }
    }
    for (String suffix : SUFFIXES) {
      if (bucket.endsWith(suffix)) {
        throw refused("no bucket name ends with '" + suffix + "', as '" + bucket + "' does");
      }
    }
  }

  private static StoreException refused(String message) {
    return new StoreException(StoreException.Code.INVALID_BUCKET_NAME, message);
  }
}
