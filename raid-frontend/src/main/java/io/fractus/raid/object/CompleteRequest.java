// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Of which parts an upload becomes an object.
 *
 * @param key of the upload
 * @param uploadId which one
 * @param parts in the order of the object
 * @param ifNoneMatchAny whether to refuse if there is an object at this key already
 * @param ifMatch the ETag that the present object must have, if any
 * @param checksum of the object, from what is known of its parts; may throw to refuse them
 */
public record CompleteRequest(
    ObjectKey key,
    String uploadId,
    List<Part> parts,
    boolean ifNoneMatchAny,
    Optional<String> ifMatch,
    Function<List<PartInfo>, Optional<Checksum>> checksum) {
  public CompleteRequest {
    parts = List.copyOf(parts);
  }

  /**
   * A part by its number and what the client knows of it.
   *
   * @param etag in hexadecimal, without quotes
   */
  public record Part(int number, String etag) {}
}
