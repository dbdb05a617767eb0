// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.Limits;
import io.fractus.web.access.Action;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import io.fractus.web.torrent.NotReadyException;
import io.fractus.web.torrent.ObjectPieces;
import io.fractus.web.torrent.ObjectTorrent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** GET {@code ?torrent}: a torrent of an object, with this gateway as its web seed. */
final class GetTorrent implements S3Operation {
  private static final String ASK_AGAIN_SECONDS = "10";

  private final ObjectStore store;
  private final ObjectPieces pieces;
  private final InstantSource clock;

  GetTorrent(ObjectStore store, ObjectPieces pieces, InstantSource clock) {
    this.store = store;
    this.pieces = pieces;
    this.clock = clock;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Optional<String> asked = Versions.asked(request.query());
    ObjectKey key = request.objectKey();
    // The hashes tell what is in it.
    request
        .access()
        .require(
            asked.isPresent() ? Action.GET_OBJECT_VERSION : Action.GET_OBJECT,
            key.bucket(),
            key.key());
    ObjectInfo info = Versions.stat(store, key, asked);
    checkSize(info);
    // Clients of torrents bring no key along.
    CustomerKeys.requireNone(info);
    WebSeed seed = WebSeed.of(request, store, info, clock.instant());
    byte[] torrent = ObjectTorrent.encode(info, pieces(info), seed.url(), seed.secret());
    HttpServletResponse response = request.response();
    Versions.write(request, store, info);
    response.setContentType(ObjectTorrent.CONTENT_TYPE);
    response.setHeader("Content-Disposition", disposition(key.key()));
    response.setContentLengthLong(torrent.length);
    response.getOutputStream().write(torrent);
  }

  /** The rule of S3. */
  private static void checkSize(ObjectInfo info) {
    if (info.size() > Limits.TORRENT_BYTES_MAX) {
      throw new S3Exception(
          S3Error.INVALID_REQUEST, "there are torrents only of objects of up to 5 GiB");
    }
  }

  private byte[] pieces(ObjectInfo info) throws IOException {
    Optional<String> version = Versions.shown(store, info);
    try {
      return pieces.of(info, () -> Versions.open(store, info.key(), version));
    } catch (NotReadyException e) {
      throw new S3Exception(
          S3Error.SERVICE_UNAVAILABLE,
          String.valueOf(e.getMessage()),
          Map.of(),
          Map.of("Retry-After", ASK_AGAIN_SECONDS));
    }
  }

  private static String disposition(String key) {
    String name = ObjectTorrent.name(key) + ".torrent";
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(name.replaceAll("[^0-9A-Za-z._-]", "_"), PercentCoding.encode(name));
  }
}
