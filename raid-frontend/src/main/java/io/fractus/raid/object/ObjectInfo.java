// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an object without reading it.
 *
 * @param key where it is
 * @param size in bytes
 * @param etag the MD5 of its bytes in hexadecimal, without quotes; of parts see {@link PartChoice}
 * @param lastModified when it was acknowledged, to the millisecond
 * @param contentType as given, or {@code binary/octet-stream}
 * @param metadata further headers as given, names in lower case: {@code cache-control}, {@code
 *     content-disposition}, {@code content-encoding}, {@code content-language}, {@code expires} and
 *     {@code x-amz-meta-*}
 * @param layout how its stripes are made
 * @param parts how many parts it was uploaded in, or 0 if it came whole
 * @param checksum of its bytes or parts, if it came with one
 * @param tags names and values
 * @param version the name of this version, see {@link ObjectVersions}
 * @param storageClass what it was put with
 * @param lock what keeps this version from being deleted
 * @param customerKey whether it can be read with the key of a client only
 */
public record ObjectInfo(
    ObjectKey key,
    long size,
    String etag,
    Instant lastModified,
    String contentType,
    Map<String, String> metadata,
    String layout,
    int parts,
    Optional<Checksum> checksum,
    Map<String, String> tags,
    String version,
    StorageClass storageClass,
    ObjectLock lock,
    boolean customerKey) {
  public ObjectInfo {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }

  /** Of the version that has no name, of the standard class, and not locked. */
  public ObjectInfo(
      ObjectKey key,
      long size,
      String etag,
      Instant lastModified,
      String contentType,
      Map<String, String> metadata,
      String layout,
      int parts,
      Optional<Checksum> checksum,
      Map<String, String> tags) {
    this(
        key,
        size,
        etag,
        lastModified,
        contentType,
        metadata,
        layout,
        parts,
        checksum,
        tags,
        ObjectVersions.NULL,
        StorageClass.STANDARD,
        ObjectLock.NONE,
        false);
  }

  /** The same as a version of another name. */
  public ObjectInfo as(String name) {
    return with(name, storageClass, lock, tags, customerKey);
  }

  /** The same of another storage class. */
  public ObjectInfo of(StorageClass other) {
    return with(version, other, lock, tags, customerKey);
  }

  /** The same locked in another way. */
  public ObjectInfo of(ObjectLock other) {
    return with(version, storageClass, other, tags, customerKey);
  }

  /** The same with other tags. */
  public ObjectInfo tagged(Map<String, String> other) {
    return with(version, storageClass, lock, other, customerKey);
  }

  /** The same with the key of a client, or without. */
  public ObjectInfo sealedByCustomer(boolean other) {
    return with(version, storageClass, lock, tags, other);
  }

  private ObjectInfo with(
      String otherVersion,
      StorageClass otherClass,
      ObjectLock otherLock,
      Map<String, String> otherTags,
      boolean otherKey) {
    return new ObjectInfo(
        key,
        size,
        etag,
        lastModified,
        contentType,
        metadata,
        layout,
        parts,
        checksum,
        otherTags,
        otherVersion,
        otherClass,
        otherLock,
        otherKey);
  }

  /** Of an object that came whole, without a checksum and without tags. */
  public ObjectInfo(
      ObjectKey key,
      long size,
      String etag,
      Instant lastModified,
      String contentType,
      Map<String, String> metadata,
      String layout) {
    this(
        key,
        size,
        etag,
        lastModified,
        contentType,
        metadata,
        layout,
        0,
        Optional.empty(),
        Map.of());
  }
}
