// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import io.fractus.raid.object.UploadRequest.UploadChecksum;
import java.time.Instant;
import java.util.Optional;

/**
 * An upload that was begun and is neither completed nor aborted.
 *
 * @param key where its object will be
 * @param uploadId its name, which sorts by time
 * @param started when
 * @param layout of its stripes
 * @param checksum what its parts have checksums by, if by anything
 * @param storageClass of its object
 */
public record UploadInfo(
    ObjectKey key,
    String uploadId,
    Instant started,
    String layout,
    Optional<UploadChecksum> checksum,
    StorageClass storageClass) {}
