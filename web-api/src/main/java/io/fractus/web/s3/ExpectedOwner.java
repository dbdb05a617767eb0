// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketBook;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The headers by which a client says whose bucket it takes something for: it is denied if that is
 * somebody else's. Stateless.
 */
final class ExpectedOwner {
  private static final String OF_BUCKET = "x-amz-expected-bucket-owner";
  private static final String OF_SOURCE = "x-amz-source-expected-bucket-owner";

  private ExpectedOwner() {}

  /** Throws {@link io.fractus.web.s3.error.S3Exception} if it is another one's. */
  static void check(HttpServletRequest http, S3Path path, BucketBook book) {
    if (!path.bucket().isEmpty()) {
      check(http.getHeader(OF_BUCKET), path.bucket(), book);
    }
    if (CopySource.isIn(http)) {
      check(http.getHeader(OF_SOURCE), CopySource.key(http).bucket(), book);
    }
  }

  private static void check(@Nullable String expected, String bucket, BucketBook book) {
    Optional<String> owner = expected == null ? Optional.empty() : book.owner(bucket);
    if (owner.isPresent() && !owner.get().equals(expected)) {
      throw Access.denied();
    }
  }
}
