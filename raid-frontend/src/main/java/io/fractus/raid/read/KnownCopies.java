// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.torrents.InfoHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tracker last said of bits and when, so that it need not be asked for each read, and they
 * can be read while it is away. Remembers those that were asked for last. Thread-safe.
 */
public final class KnownCopies {
  private final InstantSource steady;
  private final Map<InfoHash, Told> told = new LinkedHashMap<>(16, 0.75f, true);

  private record Told(List<Copy> copies, Instant at) {}

  /** Knows nothing yet. */
  public KnownCopies(InstantSource steady) {
    this.steady = steady;
  }

  /** Remembers an answer. */
  public synchronized void remember(SourcesReply.Sources sources) {
    told.put(sources.infoHash(), new Told(sources.copies(), steady.instant()));
    if (told.size() > ReadLimits.KNOWN_BITS_MAX) {
      told.remove(told.keySet().iterator().next());
    }
  }

  /** The copies of a bit as they were last known; none if they are not. */
  synchronized List<Copy> of(InfoHash bit) {
    Told last = told.get(bit);
    return last == null ? List.of() : last.copies();
  }

  /** When the tracker spoke of each of these bits last, of the one that is the longest ago. */
  synchronized Instant since(Collection<InfoHash> bits) {
    Instant oldest = Instant.MAX;
    for (InfoHash bit : bits) {
      Told last = told.get(bit);
      Instant at = last == null ? Instant.MIN : last.at();
      oldest = at.isBefore(oldest) ? at : oldest;
    }
    return oldest;
  }
}
