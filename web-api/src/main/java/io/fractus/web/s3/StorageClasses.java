// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.StorageClass;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code x-amz-storage-class}. Stateless. */
final class StorageClasses {
  static final String HEADER = "x-amz-storage-class";

  private StorageClasses() {}

  /**
   * The storage class that is asked for, empty for that of the bucket.
   *
   * @param storageClass as given, or null
   */
  static Optional<String> layout(@Nullable String storageClass) {
    if (storageClass == null) {
      return Optional.empty();
    }
    if (StorageClass.named(storageClass).isEmpty()) {
      throw new S3Exception(
          S3Error.INVALID_STORAGE_CLASS,
          "the storage classes are " + Arrays.toString(StorageClass.values()));
    }
    return Optional.of(storageClass);
  }

  /** What the headers of an object say: nothing of the standard class, as S3. */
  static Optional<String> shown(ObjectInfo info) {
    return info.storageClass() == StorageClass.STANDARD
        ? Optional.empty()
        : Optional.of(info.storageClass().name());
  }
}
