// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The port to a BitTorrent client: it seeds bits that are on disk and fetches bits that are not.
 * The file of a bit is always {@code directory/<name of the bit>}. Thread-safe.
 */
public interface TorrentEngine extends AutoCloseable {

  /** What people call this kind of engine: one lower-case word. */
  String name();

  /** The TCP port on which peers reach this engine. */
  int port();

  /**
   * Seeds a bit whose complete file is at {@code directory/name}; it is not hashed again. Returns
   * once peers are served. Seeding a bit that is already seeded does nothing. A seed whose file
   * cannot be read any more is paused and no longer {@link TorrentStatus#seeding}; remove it, and
   * seed or fetch it again.
   *
   * @param announce the tracker to tell, or null for none
   * @throws EngineException if the file is missing or of another length, or the engine refuses
   */
  void seed(BitMetainfo bit, Path directory, @Nullable String announce);

  /**
   * Starts to fetch a bit from given peers into {@code directory/name}, verifying each piece; when
   * it is complete the bit is seeded. The returned fetch completes on the engine's own thread:
   * whoever listens must not block there.
   *
   * @param request what to fetch, from whom, until when
   * @param progress told the bytes verified so far as pieces arrive, on the engine's own thread
   * @throws EngineException if the bit is already seeded or being fetched
   */
  Fetch fetch(FetchRequest request, Consumer<Long> progress);

  /**
   * Stops seeding or fetching a bit and lets go of its file, which stays on disk. Returns after the
   * engine has closed it.
   *
   * @return whether the engine had the bit
   */
  boolean remove(InfoHash bit);

  /** What the engine carries now, in no order. */
  List<TorrentStatus> list();

  /** The peers of one bit with their rates, or an empty list if the engine does not have it. */
  List<PeerRate> peers(InfoHash bit);

  /** Bytes of bits sent to peers and received from them since the start. */
  Traffic traffic();

  /**
   * Changes the limits of rate from now on, for all bits together, connections that are open among
   * them. They are averages over a second or so, of payload and what goes with it; every peer
   * counts, those of the own network and of the same machine too. An engine starts with those of
   * its {@link EngineConfig}. Cheap enough to be called every second; never blocks for long.
   *
   * @param uploadRateMax bytes per second to all peers, or 0 for no limit
   * @param downloadRateMax bytes per second from all peers, or 0 for no limit
   * @throws IllegalArgumentException if one is negative
   */
  void limitRates(int uploadRateMax, int downloadRateMax);

  /** Stops everything and frees what the engine has of the system. Fetches under way fail. */
  @Override
  void close();
}
