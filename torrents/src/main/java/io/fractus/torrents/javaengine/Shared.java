// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.RateLimit;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.LongAdder;

/** What all connections of an engine share. Thread-safe. */
final class Shared {
  private static final byte[] PEER_ID_PREFIX = "-FR0001-".getBytes(StandardCharsets.ISO_8859_1);

  private final byte[] peerId = new byte[Wire.PEER_ID_BYTES];
  private final OpenFiles files = new OpenFiles();
  private final Buffers buffers = new Buffers();
  private final FetchMemory fetchMemory = FetchMemory.ofHeap();
  private final RateLimit uploadRate;
  private final RateLimit downloadRate;
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  Shared(EngineConfig config, SecureRandom random) {
    this.uploadRate = new RateLimit(config.uploadRateMax());
    this.downloadRate = new RateLimit(config.downloadRateMax());
    random.nextBytes(peerId);
    System.arraycopy(PEER_ID_PREFIX, 0, peerId, 0, PEER_ID_PREFIX.length);
  }

  /** What we call ourselves on the wire; not to be changed. */
  byte[] peerId() {
    return peerId;
  }

  OpenFiles files() {
    return files;
  }

  Buffers buffers() {
    return buffers;
  }

  FetchMemory fetchMemory() {
    return fetchMemory;
  }

  RateLimit uploadRate() {
    return uploadRate;
  }

  RateLimit downloadRate() {
    return downloadRate;
  }

  /** Bytes of pieces to peers. */
  LongAdder sent() {
    return sent;
  }

  /** Bytes of pieces from peers. */
  LongAdder received() {
    return received;
  }
}
