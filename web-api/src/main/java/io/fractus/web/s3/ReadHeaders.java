// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.web.s3.auth.ChecksumAlgorithm;
import java.util.HashMap;
import java.util.Map;

/** What the answer to a read has beside the object's own headers. Stateless. */
final class ReadHeaders {
  private ReadHeaders() {}

  /** By name; what the parameters of the request say goes over what the object says. */
  static Map<String, String> of(S3Request request, ObjectInfo info) {
    Map<String, String> headers = new HashMap<>();
    if (!info.tags().isEmpty()) {
      headers.put("x-amz-tagging-count", Integer.toString(info.tags().size()));
    }
    headers.putAll(Encryption.headers(info.customerKey(), request.http()::getHeader));
    LockHeaders.describe(request, info, headers);
    StorageClasses.shown(info).ifPresent(name -> headers.put(StorageClasses.HEADER, name));
    if (wantsChecksum(request)) {
      info.checksum()
          .ifPresent(checksum -> {
            headers.put(ChecksumAlgorithm.valueOf(checksum.algorithm()).header(), checksum.value());
            headers.put(UploadChecksums.TYPE, UploadChecksums.type(checksum.composite()));
          });
    }
    headers.putAll(ResponseOverrides.of(request));
    return headers;
  }

  /** That of an object says nothing about a part of it. */
  private static boolean wantsChecksum(S3Request request) {
    return "ENABLED".equalsIgnoreCase(request.http().getHeader("x-amz-checksum-mode"))
        && request.http().getHeader("Range") == null
        && !request.query().has("partNumber");
  }
}
