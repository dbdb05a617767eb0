// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.RateLimit;
import io.fractus.torrents.engine.Traffic;
import java.util.concurrent.atomic.LongAdder;

/** The bytes of pieces that pass, counted and held up at the files. Thread-safe. */
final class BtTraffic {
  private final RateLimit uploadRate;
  private final RateLimit downloadRate;
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  BtTraffic(EngineConfig config) {
    this.uploadRate = new RateLimit(config.uploadRateMax());
    this.downloadRate = new RateLimit(config.downloadRateMax());
  }

  void limit(int uploadRateMax, int downloadRateMax) {
    uploadRate.set(uploadRateMax);
    downloadRate.set(downloadRateMax);
  }

  /** Waits until these may go to a peer. */
  void send(int bytes) {
    pass(uploadRate, bytes);
    sent.add(bytes);
  }

  /** Waits until these may have come from a peer. */
  void receive(int bytes) {
    pass(downloadRate, bytes);
    received.add(bytes);
  }

  private static void pass(RateLimit limit, int bytes) {
    try {
      limit.take(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  Traffic sum() {
    return new Traffic(sent.sum(), received.sum());
  }
}
