// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Objects that come in parts. A part is as durable when it is acknowledged as an object is; what is
 * unfinished stays until it is completed or aborted, whatever is killed meanwhile. Failures and
 * threads are as in {@link ObjectStore}; NO_SUCH_UPLOAD is thrown for an upload that was completed
 * or aborted as well.
 */
public interface MultipartUploads {
  /** Most parts of an object, and the highest number of one: as S3. */
  int PARTS_MAX = 10_000;

  /** Least bytes of every part but the last of an object: as S3. */
  long PART_BYTES_MIN = 5L << 20;

  /** Most bytes of a part: as S3. */
  long PART_BYTES_MAX = 5L << 30;

  /** Throws NO_SUCH_BUCKET or UNKNOWN_LAYOUT. */
  UploadInfo create(UploadRequest request);

  /** An upload under way; throws NO_SUCH_UPLOAD. */
  UploadInfo upload(ObjectKey key, String uploadId);

  /**
   * Stores a part, in place of any that has its number.
   *
   * @param body read to its end, in constant memory; what it throws aborts the part
   * @throws StoreException CUSTOMER_KEY_MISMATCH if it does not come with the key of its upload
   * @throws IOException what the body threw
   */
  PartInfo put(PartRequest request, InputStream body) throws IOException;

  /**
   * Makes an object of parts, in place of any that is there; parts that it does not name are given
   * back. The same again after it has succeeded gives the same answer, while that object is there.
   *
   * @throws StoreException INVALID_PART_ORDER, INVALID_PART, PART_TOO_SMALL, OBJECT_TOO_LARGE,
   *     PRECONDITION_FAILED, NO_SUCH_KEY; the upload is as it was
   */
  ObjectInfo complete(CompleteRequest request);

  /** Gives an upload up; what its parts take is reclaimed in the background. */
  void abort(ObjectKey key, String uploadId);

  /**
   * Parts of an upload.
   *
   * @param after only parts with a higher number
   * @param max at most so many
   */
  PartListing parts(ObjectKey key, String uploadId, int after, int max);

  /** Throws NO_SUCH_BUCKET. */
  UploadListing list(UploadListRequest request);

  /**
   * Throws PRECONDITION_FAILED if a condition of a put, a completion or a deletion does not hold,
   * and NO_SUCH_KEY if there is nothing that could match.
   *
   * @param ifNoneMatchAny whether nothing may be there
   * @param ifMatch the ETag that what is there must have, or {@code *} for any
   * @param present what is shown at the key
   */
  static void check(
      ObjectKey key,
      boolean ifNoneMatchAny,
      Optional<String> ifMatch,
      Optional<ObjectInfo> present) {
    if (ifNoneMatchAny && present.isPresent()) {
      throw new StoreException(
          StoreException.Code.PRECONDITION_FAILED, "there is an object at " + key + " already");
    }
    if (ifMatch.isPresent() && present.isEmpty()) {
      throw new StoreException(
          StoreException.Code.NO_SUCH_KEY, "there is no object at " + key + " that could match");
    }
    boolean matches =
        ifMatch.isEmpty()
            || ifMatch.get().equals("*")
            || present.map(ObjectInfo::etag).equals(ifMatch);
    if (!matches) {
      throw new StoreException(
          StoreException.Code.PRECONDITION_FAILED,
          "the object at %s has another ETag than %s".formatted(key, ifMatch.get()));
    }
  }
}
