// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.engine.Traffic;

/** The engine's traffic, as last counted: a busy engine must not cost a heartbeat. Thread-safe. */
final class TrafficMeter {
  private final TorrentEngine engine;
  private volatile Traffic last = new Traffic(0, 0);

  TrafficMeter(TorrentEngine engine) {
    this.engine = engine;
  }

  Traffic read() {
    try {
      last = engine.traffic();
    } catch (EngineException _) {
      // The numbers are for people: those of a moment ago will do.
    }
    return last;
  }
}
