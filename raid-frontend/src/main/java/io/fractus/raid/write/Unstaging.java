// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.TorrentEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of bits out of staging: not seeded any more, then deleted. Thread-safe. */
public final class Unstaging {
  private static final Logger log = LoggerFactory.getLogger(Unstaging.class);

  private final StagingArea staging;
  private final TorrentEngine engine;

  /** Of one gateway's staging area. */
  public Unstaging(StagingArea staging, TorrentEngine engine) {
    this.staging = staging;
    this.engine = engine;
  }

  /** Does not throw: one bit that does not go must not keep the others. */
  public void remove(StoredBit bit) {
    try {
      engine.remove(bit.infoHash());
    } catch (EngineException e) {
      log.warn("the engine does not let go of bit {}: {}", bit.infoHash(), e.getMessage());
    }
    try {
      staging.delete(bit.metainfo());
    } catch (StoreException e) {
      log.warn("a staged bit is left behind until the next start: {}", e.getMessage());
    }
  }
}
