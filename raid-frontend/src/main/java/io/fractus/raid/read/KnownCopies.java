// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.torrents.InfoHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tracker last said of bits, so that they can be read while it is away. Remembers those
 * that were asked for last. Thread-safe.
 */
public final class KnownCopies {
  private final Map<InfoHash, List<Copy>> copies = new LinkedHashMap<>(16, 0.75f, true);

  /** Remembers an answer. */
  public synchronized void remember(SourcesReply.Sources sources) {
    if (sources.copies().isEmpty()) {
      copies.remove(sources.infoHash());
      return;
    }
    copies.put(sources.infoHash(), sources.copies());
    if (copies.size() > ReadLimits.KNOWN_BITS_MAX) {
      copies.remove(copies.keySet().iterator().next());
    }
  }

  /** The copies of a bit as they were last known; none if they are not. */
  synchronized List<Copy> of(InfoHash bit) {
    return copies.getOrDefault(bit, List.of());
  }
}
