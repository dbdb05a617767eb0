// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.libtorrent4j.TorrentFlags;
import org.libtorrent4j.swig.add_torrent_params;
import org.libtorrent4j.swig.address;
import org.libtorrent4j.swig.client_data_t;
import org.libtorrent4j.swig.error_code;
import org.libtorrent4j.swig.int_vector;
import org.libtorrent4j.swig.string_vector;
import org.libtorrent4j.swig.tcp_endpoint;
import org.libtorrent4j.swig.tcp_endpoint_vector;
import org.libtorrent4j.swig.torrent_flags_t;
import org.libtorrent4j.swig.torrent_info;

/** The native parameters of one torrent to add, and all that was allocated for them. */
final class TorrentParams implements AutoCloseable {
  private final Deque<Runnable> deletes = new ArrayDeque<>();
  private final add_torrent_params params = new add_torrent_params();

  /**
   * Parameters of a torrent that asks nobody but its tracker and the peers it is given.
   *
   * @param id what its alerts shall carry, not 0
   * @throws EngineException if libtorrent does not take the metainfo
   */
  TorrentParams(BitMetainfo bit, Path directory, long id, @Nullable String announce) {
    deletes.push(params::delete);
    try {
      torrent_info info = parse(bit);
      deletes.push(info::delete);
      params.set_ti(info);
      params.setSave_path(directory.toAbsolutePath().toString());
      client_data_t data = new client_data_t(id);
      deletes.push(data::delete);
      params.setUserdata(data);
      if (announce != null) {
        string_vector trackers = new string_vector(List.of(announce));
        deletes.push(trackers::delete);
        params.setTrackers(trackers);
        int_vector tiers = new int_vector(List.of(0));
        deletes.push(tiers::delete);
        params.setTracker_tiers(tiers);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The file is there and right: seed it without hashing. */
  TorrentParams seeding() {
    setFlags(TorrentFlags.SEED_MODE);
    return this;
  }

  /**
   * Fetch it from these peers. It is added paused, because libtorrent connects at once only when a
   * torrent is resumed; given to a running one, the peers wait for the next tick of a second. A
   * file that is there already must be hashed first, which libtorrent does not do while paused.
   */
  TorrentParams fetching(List<PeerAddress> peers, boolean fileExists) {
    tcp_endpoint_vector endpoints = new tcp_endpoint_vector();
    deletes.push(endpoints::delete);
    for (PeerAddress peer : peers) {
      error_code error = new error_code();
      deletes.push(error::delete);
      address host = address.from_string(peer.host(), error);
      deletes.push(host::delete);
      if (error.failed()) {
        throw new EngineException(
            EngineException.Kind.REFUSED, "the peer " + peer + " is not a literal IP address");
      }
      tcp_endpoint endpoint = new tcp_endpoint(host, peer.port());
      deletes.push(endpoint::delete);
      endpoints.add(endpoint);
    }
    params.setPeers(endpoints);
    if (fileExists) {
      setFlags(new torrent_flags_t());
    } else {
      setFlags(TorrentFlags.PAUSED);
    }
    return this;
  }

  add_torrent_params get() {
    return params;
  }

  private void setFlags(torrent_flags_t mode) {
    int bits =
        mode.to_int()
            | TorrentFlags.UPDATE_SUBSCRIBE.to_int()
            | TorrentFlags.DISABLE_DHT.to_int()
            | TorrentFlags.DISABLE_LSD.to_int()
            | TorrentFlags.DISABLE_PEX.to_int();
    torrent_flags_t flags = torrent_flags_t.from_int(bits);
    params.setFlags(flags);
    flags.delete();
  }

  private static torrent_info parse(BitMetainfo bit) {
    byte[] torrent = bit.toTorrent(null);
    error_code error = new error_code();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(torrent.length);
      MemorySegment.copy(torrent, 0, memory, ValueLayout.JAVA_BYTE, 0, torrent.length);
      torrent_info info = new torrent_info(memory.address(), torrent.length, error);
      if (error.failed()) {
        info.delete();
        throw new EngineException(
            EngineException.Kind.REFUSED, "libtorrent refused " + bit + ": " + error.message());
      }
      return info;
    } finally {
      error.delete();
    }
  }

  @Override
  public void close() {
    deletes.forEach(Runnable::run);
    deletes.clear();
  }
}
