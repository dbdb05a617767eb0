// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.util.Collection;
import java.util.List;

/**
 * The port to a stock torrent client: it fetches bits by itself, from whom the tracker names in its
 * announces, and seeds them. All that is done here is done to torrents in one folder that is ours;
 * those of the client's owner are neither listed nor touched.
 *
 * <p>Every method blocks until the client has answered, for some seconds at most, and throws {@link
 * ClientException}. Used by one thread.
 */
public interface StockClient extends AutoCloseable {
  /** The label, category or tag of all torrents that are ours, and the name of their folder. */
  String LABEL = "fractus";

  /**
   * Looks at the client and changes the settings without which it would not seed all that it is
   * given. Called whenever the client is met anew, for it may have been restarted.
   */
  ClientFacts prepare();

  /**
   * Has the client fetch and then seed a bit; bytes that are there already are hashed first. What
   * the client has already stays as it is.
   *
   * @param announce the node's own announce URL
   */
  void add(BitMetainfo bit, String announce);

  /**
   * Has the client stop what it does with a bit and delete its file. A bit that it has not is fine.
   */
  void remove(InfoHash bit);

  /** Has the client hash the file of a bit that it has. */
  void recheck(BitMetainfo bit, String announce);

  /** Has the client go on with a bit that is paused or waits in its queue. */
  void start(InfoHash bit);

  /** Has the client ask the tracker for peers of a bit now, if it can be told that. */
  void announce(InfoHash bit);

  /** All that is ours in the client. */
  List<ClientTorrent> list();

  /** These, as far as the client has them. */
  List<ClientTorrent> list(Collection<InfoHash> bits);

  /** Bytes that our folder's disk has left, {@link Long#MAX_VALUE} if the client does not say. */
  long usableBytes();

  /**
   * Whether the client drops whoever comes from an address from which it was once sent a bit, until
   * it {@linkplain #recheck rechecks} that bit: then nobody there could read what it fetched.
   */
  default boolean refusesItsSources() {
    return false;
  }

  /** Frees what the connection to the client took; the client itself goes on. */
  @Override
  void close();
}
