// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.torrents.bt.BtEngine;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.util.Locale;

/** The torrent engines that there are. */
public enum EngineKind {
  /** The native libtorrent; x86-64 Linux with glibc. */
  LIBTORRENT,
  /** Our own, in Java alone; everywhere. */
  JAVA,
  /** The one over bt, also in Java; for comparison, and for small nodes. */
  BT;

  /**
   * That of nodes and gateways, everywhere: it serves and fetches as fast as libtorrent, starts
   * with many bits several times as fast, takes a tenth of the memory for each, and a put through
   * it takes half the time.
   */
  static final EngineKind DEFAULT = JAVA;

  /**
   * Starts an engine and returns when it listens.
   *
   * @throws io.fractus.torrents.engine.EngineException if it does not start
   */
  TorrentEngine start(EngineConfig config) {
    return switch (this) {
      case LIBTORRENT -> LibtorrentEngine.start(config);
      case JAVA -> JavaEngine.start(config);
      case BT -> BtEngine.start(config);
    };
  }

  /** As people write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
