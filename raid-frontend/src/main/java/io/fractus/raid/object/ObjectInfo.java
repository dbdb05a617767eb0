// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of an object without reading it.
 *
 * @param key where it is
 * @param size in bytes
 * @param etag the MD5 of its bytes in hexadecimal, without quotes
 * @param lastModified when it was acknowledged, to the millisecond
 * @param contentType as given, or {@code binary/octet-stream}
 * @param metadata further headers as given, names in lower case: {@code cache-control}, {@code
 *     content-disposition}, {@code content-encoding}, {@code content-language}, {@code expires} and
 *     {@code x-amz-meta-*}
 * @param layout how its stripes are made
 */
public record ObjectInfo(
    ObjectKey key,
    long size,
    String etag,
    Instant lastModified,
    String contentType,
    Map<String, String> metadata,
    String layout) {
  public ObjectInfo {
    metadata = Map.copyOf(metadata);
  }
}
