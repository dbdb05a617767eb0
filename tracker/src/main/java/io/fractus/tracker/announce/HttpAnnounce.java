// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.passkey.KnownNode;
import io.fractus.tracker.swarm.Announce;
import io.fractus.tracker.swarm.Outcome.Answer;
import io.fractus.tracker.swarm.Outcome.Counts;
import io.fractus.tracker.swarm.SwarmKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the target of a request to the body of its answer. Every answer has the status 200, for
 * clients read no others. Thread-safe.
 */
public final class HttpAnnounce {
  private final AnnounceService service;

  public HttpAnnounce(AnnounceService service) {
    this.service = service;
  }

  /**
   * Answers a request.
   *
   * @param text where the target is in
   * @param address of the client, four or sixteen bytes
   * @param mayWait whether to read the registry if need be; if not, null says that it must be read
   */
  byte @Nullable [] answer(AnnounceTarget target, byte[] text, byte[] address, boolean mayWait) {
    try {
      if (target.queryEnd() - target.queryStart() > Limits.QUERY_LENGTH_MAX) {
        throw Refusal.TOO_LONG.thrown();
      }
      AnnounceQuery query = AnnounceQuery.parse(text, target.queryStart(), target.queryEnd());
      byte[] passkey = target.passkey() != null ? target.passkey() : query.passkey();
      return target.isScrape()
          ? scrape(query, passkey, mayWait)
          : announce(query, passkey, address, mayWait);
    } catch (AnnounceException e) {
      return AnnounceReply.failure(e.refusal());
    }
  }

  private byte @Nullable [] announce(
      AnnounceQuery query, byte @Nullable [] passkey, byte[] address, boolean mayWait) {
    // Who it is comes before what is wrong with the rest: strangers learn nothing.
    List<InfoHash> bits = query.bits();
    KnownNode node = service.node(passkey, bits.isEmpty() ? null : bits.getFirst());
    Announce announce = query.announce();
    Answer answer = service.announce(node, announce, address, mayWait);
    return answer == null
        ? null
        : AnnounceReply.peers(
            answer, service.interval(node, announce.swarm()), address, query.isCompact());
  }

  private byte @Nullable [] scrape(
      AnnounceQuery query, byte @Nullable [] passkey, boolean mayWait) {
    List<InfoHash> bits = query.bits();
    KnownNode node = service.node(passkey, bits.isEmpty() ? null : bits.getFirst());
    service.limit(node);
    Map<InfoHash, Counts> counts = new LinkedHashMap<>();
    for (InfoHash bit : bits) {
      try {
        Answer answer = service.scrape(node, SwarmKey.of(bit), mayWait);
        if (answer == null) {
          return null;
        }
        counts.put(bit, answer.counts());
      } catch (AnnounceException e) {
        // What is not registered is left out, as every tracker does.
        if (e.refusal().isLater()) {
          throw e;
        }
      }
    }
    return AnnounceReply.scrape(counts);
  }
}
