// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.write.TrackerErrors;
import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who holds the bits of stripes, as the tracker says. Stateless but for its client; thread-safe.
 */
public final class SourceBook implements Sources {
  private final TrackerClient tracker;

  /** Asks this tracker. */
  public SourceBook(TrackerClient tracker) {
    this.tracker = tracker;
  }

  @Override
  public Map<InfoHash, List<Copy>> copies(List<StoredStripe> stripes) {
    List<InfoHash> bits = stripes.stream().flatMap(stripe -> stripe.infoHashes().stream()).toList();
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    int step = Limits.INFOHASHES_PER_MESSAGE_MAX;
    for (int from = 0; from < bits.size(); from += step) {
      List<InfoHash> some = new ArrayList<>(bits.subList(from, Math.min(bits.size(), from + step)));
      try {
        for (SourcesReply.Sources sources :
            tracker.sources(new SourcesRequest(some, 0, 0)).bits()) {
          copies.put(sources.infoHash(), sources.copies());
        }
      } catch (TrackerException e) {
        throw TrackerErrors.toStore(e);
      }
    }
    return copies;
  }
}
