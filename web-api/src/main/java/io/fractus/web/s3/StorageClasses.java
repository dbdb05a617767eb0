// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which layout a storage class stands for. Stateless. */
final class StorageClasses {
  /** The gateway's own layout. */
  static final String STANDARD = "STANDARD";

  private static final Map<String, String> LAYOUTS =
      Map.of(
          "RAID5", "raid5:4+1x2",
          "RAID6", "raid6:4+2x2",
          "RAID7", "raid7:8+3x2",
          "WIDE", "rs:16+8",
          "ARCHIVE", "rs:10+6");

  private StorageClasses() {}

  /**
   * The layout of a storage class, empty for the gateway's own.
   *
   * @param storageClass as given, or null
   */
  static Optional<String> layout(@Nullable String storageClass) {
    if (storageClass == null || storageClass.equals(STANDARD)) {
      return Optional.empty();
    }
    String layout = LAYOUTS.get(storageClass);
    if (layout == null) {
      throw new S3Exception(
          S3Error.INVALID_STORAGE_CLASS,
          "the storage classes are STANDARD, RAID5, RAID6, RAID7, WIDE and ARCHIVE");
    }
    return Optional.of(layout);
  }
}
