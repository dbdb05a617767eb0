// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A part to store.
 *
 * @param key of the upload
 * @param uploadId which one
 * @param number 1 to {@link MultipartUploads#PARTS_MAX}
 * @param length bytes that the body shall have, or empty if that was not declared
 * @param checksum asked for once the body was read
 * @param customerKey the one that the upload was begun with, if it was
 */
public record PartRequest(
    ObjectKey key,
    String uploadId,
    int number,
    OptionalLong length,
    Supplier<Optional<Checksum>> checksum,
    Optional<CustomerKey> customerKey) {
  /** Without a key of a client. */
  public PartRequest(
      ObjectKey key,
      String uploadId,
      int number,
      OptionalLong length,
      Supplier<Optional<Checksum>> checksum) {
    this(key, uploadId, number, length, checksum, Optional.empty());
  }

  public PartRequest {
    if (number < 1 || number > MultipartUploads.PARTS_MAX) {
      throw new IllegalArgumentException(
          "parts have numbers from 1 to " + MultipartUploads.PARTS_MAX + ", not " + number);
    }
  }
}
