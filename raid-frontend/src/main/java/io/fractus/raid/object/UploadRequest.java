// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Map;
import java.util.Optional;

/**
 * An object that will come in parts.
 *
 * @param key where
 * @param contentType empty for {@code binary/octet-stream}
 * @param metadata as in {@link ObjectInfo}
 * @param layout how to make its stripes, as in {@link PutRequest}
 * @param checksum what its parts have checksums by, if by anything
 * @param tags of the object
 * @param lock of the object, beside what its bucket has for all
 * @param customerKey to seal it with besides, and to read it with
 */
public record UploadRequest(
    ObjectKey key,
    Optional<String> contentType,
    Map<String, String> metadata,
    Optional<String> layout,
    Optional<UploadChecksum> checksum,
    Map<String, String> tags,
    ObjectLock lock,
    Optional<CustomerKey> customerKey) {
  public UploadRequest {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }

  /** Without a lock and a key of a client. */
  public UploadRequest(
      ObjectKey key,
      Optional<String> contentType,
      Map<String, String> metadata,
      Optional<String> layout,
      Optional<UploadChecksum> checksum,
      Map<String, String> tags) {
    this(key, contentType, metadata, layout, checksum, tags, ObjectLock.NONE, Optional.empty());
  }

  /** The same with this layout or storage class. */
  public UploadRequest with(String name) {
    return new UploadRequest(
        key, contentType, metadata, Optional.of(name), checksum, tags, lock, customerKey);
  }

  /** The same locked. */
  public UploadRequest with(ObjectLock other) {
    return new UploadRequest(
        key, contentType, metadata, layout, checksum, tags, other, customerKey);
  }

  /** The same sealed with the key of a client, if there is one. */
  public UploadRequest with(Optional<CustomerKey> other) {
    return new UploadRequest(key, contentType, metadata, layout, checksum, tags, lock, other);
  }

  /**
   * Which checksums the parts of an upload have.
   *
   * @param algorithm such as {@code CRC32C}
   * @param composite whether that of the object is made of those of the parts, and not of its bytes
   */
  public record UploadChecksum(String algorithm, boolean composite) {}
}
