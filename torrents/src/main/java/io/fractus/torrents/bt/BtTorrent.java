// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.metainfo.Torrent;
import bt.metainfo.TorrentFile;
import bt.metainfo.TorrentId;
import bt.metainfo.TorrentSource;
import bt.tracker.AnnounceKey;
import io.fractus.torrents.BitMetainfo;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A bit as bt wants to see it. It names no tracker, for bt is not asked to announce, and no true
 * hashes, for {@link Pieces} verifies by the metainfo itself.
 */
final class BtTorrent implements Torrent {
  private static final byte[] NO_HASH = new byte[20];

  private final BitMetainfo bit;
  private final TorrentId id;

  BtTorrent(BitMetainfo bit) {
    this.bit = bit;
    this.id = TorrentId.fromBytes(bit.infoHash().bytes());
  }

  @Override
  public TorrentSource getSource() {
    return new Source(bit);
  }

  private record Source(BitMetainfo bit) implements TorrentSource {
    @Override
    public Optional<byte[]> getMetadata() {
      return Optional.empty();
    }

    @Override
    public byte[] getExchangedMetadata() {
      return bit.info();
    }
  }

  @Override
  public Optional<AnnounceKey> getAnnounceKey() {
    return Optional.empty();
  }

  @Override
  public TorrentId getTorrentId() {
    return id;
  }

  @Override
  public String getName() {
    return bit.name();
  }

  @Override
  public long getChunkSize() {
    return bit.pieceLength();
  }

  @Override
  public Iterable<byte[]> getChunkHashes() {
    return Collections.nCopies(bit.pieceCount(), NO_HASH);
  }

  @Override
  public long getSize() {
    return bit.length();
  }

  @Override
  public List<TorrentFile> getFiles() {
    return List.of(new File(bit.length(), List.of(bit.name())));
  }

  private record File(long size, List<String> path) implements TorrentFile {
    @Override
    public long getSize() {
      return size;
    }

    @Override
    public List<String> getPathElements() {
      return path;
    }
  }

  @Override
  public boolean isPrivate() {
    return true;
  }

  @Override
  public Optional<Instant> getCreationDate() {
    return Optional.empty();
  }

  @Override
  public Optional<String> getCreatedBy() {
    return Optional.empty();
  }
}
