// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * An object to store.
 *
 * @param key where
 * @param length bytes that the body shall have, or empty if that was not declared
 * @param contentType empty for {@code binary/octet-stream}
 * @param metadata as in {@link ObjectInfo}
 * @param layout how to make its stripes: a layout such as {@code raid6:4+2x2}, the name of a {@link
 *     StorageClass}, or empty for that of the bucket
 * @param ifNoneMatchAny whether to refuse if there is an object at this key already
 * @param ifMatch the ETag that the present object must have, if any
 * @param checksum of the object, asked for once the body was read
 * @param tags of the object
 * @param lock of the object, beside what its bucket has for all
 * @param customerKey to seal it with besides, and to read it with
 */
public record PutRequest(
    ObjectKey key,
    OptionalLong length,
    Optional<String> contentType,
    Map<String, String> metadata,
    Optional<String> layout,
    boolean ifNoneMatchAny,
    Optional<String> ifMatch,
    Supplier<Optional<Checksum>> checksum,
    Map<String, String> tags,
    ObjectLock lock,
    Optional<CustomerKey> customerKey) {
  public PutRequest {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }

  /** Without a lock and a key of a client. */
  public PutRequest(
      ObjectKey key,
      OptionalLong length,
      Optional<String> contentType,
      Map<String, String> metadata,
      Optional<String> layout,
      boolean ifNoneMatchAny,
      Optional<String> ifMatch,
      Supplier<Optional<Checksum>> checksum,
      Map<String, String> tags) {
    this(
        key,
        length,
        contentType,
        metadata,
        layout,
        ifNoneMatchAny,
        ifMatch,
        checksum,
        tags,
        ObjectLock.NONE,
        Optional.empty());
  }

  /** Without a checksum and without tags. */
  public PutRequest(
      ObjectKey key,
      OptionalLong length,
      Optional<String> contentType,
      Map<String, String> metadata,
      Optional<String> layout,
      boolean ifNoneMatchAny,
      Optional<String> ifMatch) {
    this(
        key,
        length,
        contentType,
        metadata,
        layout,
        ifNoneMatchAny,
        ifMatch,
        Optional::empty,
        Map.of());
  }

  /** The same with this layout or storage class. */
  public PutRequest with(String name) {
    return with(Optional.of(name), lock, customerKey);
  }

  /** The same locked. */
  public PutRequest with(ObjectLock other) {
    return with(layout, other, customerKey);
  }

  /** The same sealed with the key of a client, if there is one. */
  public PutRequest with(Optional<CustomerKey> other) {
    return with(layout, lock, other);
  }

  private PutRequest with(
      Optional<String> otherLayout, ObjectLock otherLock, Optional<CustomerKey> otherKey) {
    return new PutRequest(
        key,
        length,
        contentType,
        metadata,
        otherLayout,
        ifNoneMatchAny,
        ifMatch,
        checksum,
        tags,
        otherLock,
        otherKey);
  }

  /** With the gateway's layout and no conditions. */
  public static PutRequest of(ObjectKey key, OptionalLong length) {
    return new PutRequest(
        key, length, Optional.empty(), Map.of(), Optional.empty(), false, Optional.empty());
  }
}
