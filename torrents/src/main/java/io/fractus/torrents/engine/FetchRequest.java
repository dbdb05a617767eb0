// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bit to fetch.
 *
 * @param bit what
 * @param directory where to: the file is {@code directory/<name of the bit>}
 * @param peers from whom, best first; at least one
 * @param deadline when to give up, counted from the start
 * @param announce the tracker to tell, or null for none
 */
public record FetchRequest(
    BitMetainfo bit,
    Path directory,
    List<PeerAddress> peers,
    Duration deadline,
    @Nullable String announce) {
  public FetchRequest {
    peers = List.copyOf(peers);
    if (peers.isEmpty()) {
      throw new IllegalArgumentException("a fetch needs at least one peer");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be positive, is " + deadline);
    }
  }

  /** What a fetch fails with when its time is over. */
  public EngineException overdue() {
    return new EngineException(
        EngineException.Kind.DEADLINE,
        "nobody of " + peers + " delivered " + bit + " within " + deadline);
  }
}
