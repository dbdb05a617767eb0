// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.time.Instant;
import java.util.Optional;

/**
 * A part of an upload, or of the object that it became.
 *
 * @param number 1 to {@link MultipartUploads#PARTS_MAX}
 * @param offset of its first byte in the object; 0 before there is one
 * @param size in bytes
 * @param etag the MD5 of its bytes in hexadecimal
 * @param lastModified when it was acknowledged
 * @param checksum of its bytes, if its upload has checksums
 */
public record PartInfo(
    int number,
    long offset,
    long size,
    String etag,
    Instant lastModified,
    Optional<Checksum> checksum) {}
