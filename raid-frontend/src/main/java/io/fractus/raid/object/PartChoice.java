// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The parts that a completion chose of those that an upload has, with their places in the object.
 *
 * @param parts in their order, with their offsets
 * @param size of the object in bytes
 * @param etag of the object: the MD5 of the MD5s of its parts, a dash, and their number
 */
public record PartChoice(List<PartInfo> parts, long size, String etag) {
  private static final long OBJECT_BYTES_MAX = 5L << 40;

  public PartChoice {
    parts = List.copyOf(parts);
  }

  /**
   * Follows the rules of S3.
   *
   * @param wanted by the client
   * @param present all parts of the upload, by number
   * @throws StoreException INVALID_PART_ORDER, INVALID_PART, PART_TOO_SMALL, OBJECT_TOO_LARGE
   */
  public static PartChoice of(List<CompleteRequest.Part> wanted, Map<Integer, PartInfo> present) {
    checkOrder(wanted);
    List<PartInfo> parts = new ArrayList<>(wanted.size());
    long offset = 0;
    for (CompleteRequest.Part part : wanted) {
      PartInfo found = present.get(part.number());
      if (found == null || !found.etag().equals(part.etag())) {
        throw new StoreException(
            StoreException.Code.INVALID_PART,
            "there is no part %d with the ETag %s".formatted(part.number(), part.etag()));
      }
      boolean last = parts.size() == wanted.size() - 1;
      if (!last && found.size() < MultipartUploads.PART_BYTES_MIN) {
        throw new StoreException(
            StoreException.Code.PART_TOO_SMALL,
            "part %d has %d bytes, and every part but the last has at least %d"
                .formatted(found.number(), found.size(), MultipartUploads.PART_BYTES_MIN));
      }
      parts.add(at(found, offset));
      offset += found.size();
    }
    if (offset > OBJECT_BYTES_MAX) {
      throw new StoreException(
          StoreException.Code.OBJECT_TOO_LARGE,
          "an object has at most %d bytes, these parts have %d"
              .formatted(OBJECT_BYTES_MAX, offset));
    }
    return new PartChoice(parts, offset, etag(wanted));
  }

  private static void checkOrder(List<CompleteRequest.Part> wanted) {
    if (wanted.isEmpty()) {
      throw new StoreException(StoreException.Code.INVALID_PART, "an object has at least one part");
    }
    for (int i = 1; i < wanted.size(); i++) {
      if (wanted.get(i).number() <= wanted.get(i - 1).number()) {
        throw new StoreException(
            StoreException.Code.INVALID_PART_ORDER,
            "part %d is named after part %d: parts are named once, in ascending order"
                .formatted(wanted.get(i).number(), wanted.get(i - 1).number()));
      }
    }
  }

  private static PartInfo at(PartInfo part, long offset) {
    return new PartInfo(
        part.number(), offset, part.size(), part.etag(), part.lastModified(), part.checksum());
  }

  /** The ETag of an object of these parts. */
  public static String etag(List<CompleteRequest.Part> parts) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      for (CompleteRequest.Part part : parts) {
        md5.update(digest(part.etag()));
      }
      return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** What is no MD5 is the ETag of no part, so it only has to differ. */
  private static byte[] digest(String etag) {
    try {
      return HexFormat.of().parseHex(etag);
    } catch (IllegalArgumentException _) {
      return etag.getBytes(StandardCharsets.UTF_8);
    }
  }
}
