// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.torrents.bt.BtEngine;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.NativeLibrary;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The torrent engines that there are. */
public enum EngineKind {
  /** The native libtorrent; x86-64 Linux with glibc. */
  LIBTORRENT,
  /** Our own, in Java alone; everywhere. */
  JAVA,
  /** The one over bt, also in Java; for comparison, and for small nodes. */
  BT;

  /** The one that was asked for, or else the best one on this machine. */
  static EngineKind orBest(@Nullable EngineKind asked) {
    if (asked != null) {
      return asked;
    }
    return NativeLibrary.isLoadable() ? LIBTORRENT : JAVA;
  }

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
