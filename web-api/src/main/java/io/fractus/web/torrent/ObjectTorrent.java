// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.web.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The metainfo of an object: a single file (BEP 3) whose only source is a web seed (BEP 19). It
 * names no tracker, for the cloud's own is not for strangers. Stateless.
 */
public final class ObjectTorrent {
  public static final String CONTENT_TYPE = "application/x-bittorrent";

  private static final int NAME_BYTES_MAX = 200;
  private static final int EXTENSION_CHARS_MAX = 16;

  private ObjectTorrent() {}

  /** The shortest power of two that makes at most {@link Limits#TORRENT_PIECES_MAX} pieces. */
  public static int pieceLength(long size) {
    long length = Limits.TORRENT_PIECE_BYTES_MIN;
    while (size > length * Limits.TORRENT_PIECES_MAX) {
      length *= 2;
    }
    return Math.toIntExact(length);
  }

  /**
   * The bytes of the {@code .torrent} file.
   *
   * @param pieces the SHA-1 of each piece, one after the other
   * @param seed where the object is read
   * @param secret whether not everybody may read it: then clients must not look for one another
   *     where strangers look, too (BEP 27)
   */
  public static byte[] encode(ObjectInfo object, byte[] pieces, String seed, boolean secret) {
    BValue.Builder info =
        BValue.dictionary()
            .put("length", object.size())
            .put("name", name(object.key().key()))
            .put("piece length", pieceLength(object.size()))
            .put("pieces", pieces);
    if (secret) {
      info.put("private", 1);
    }
    return Bencode.encode(
        BValue.dictionary()
            .put("created by", "Fractus")
            .put("creation date", object.lastModified().getEpochSecond())
            .put("info", info.build())
            .put("url-list", BValue.list(List.of(BValue.string(seed))))
            .build());
  }

  /**
   * What the file is called on a client: the last part of the key, cut to what file systems take
   * with the endings that clients add.
   */
  public static String name(String key) {
    String bare = key.replaceFirst("/+$", "");
    String name = bare.substring(bare.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      return "object";
    }
    if (bytes(name) <= NAME_BYTES_MAX) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String extension =
        dot > 0 && name.length() - dot <= EXTENSION_CHARS_MAX ? name.substring(dot) : "";
    int end = name.length() - extension.length();
    while (bytes(name.substring(0, end)) > NAME_BYTES_MAX - bytes(extension)) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end) + extension;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
