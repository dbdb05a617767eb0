// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

import io.fractus.platform.Secrets;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.bencode.BValue;
import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.tracker.Limits;
import io.fractus.tracker.announce.AnnounceRequest.Event;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Peer;
import io.fractus.tracker.swarm.Swarms;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Announce and scrape. A node is known by its passkey and may ask for the bits assigned to it only.
 * Failures are replies with status 200, for clients read no others. Thread-safe.
 */
public final class AnnounceHandler {
  private static final String UNREGISTERED = "unregistered torrent";

  private final Registry registry;
  private final Swarms swarms;
  private final RandomGenerator random;
  private final LongAdder announces = new LongAdder();

  public AnnounceHandler(Registry registry, Swarms swarms, RandomGenerator random) {
    this.registry = registry;
    this.swarms = swarms;
    this.random = random;
  }

  /** Adds the routes: the one that is handed out, and the two that other trackers have. */
  public void register(JavalinConfig config) {
    config.routes.get("/announce", context -> reply(context, this::announce));
    config.routes.get("/announce/{passkey}", context -> reply(context, this::announce));
    config.routes.get("/{passkey}/announce", context -> reply(context, this::announce));
    config.routes.get("/scrape", context -> reply(context, this::scrape));
  }

  /** Announces answered since the start. */
  public long announces() {
    return announces.sum();
  }

  private static void reply(Context context, Function<Context, BDictionary> answer) {
    BDictionary reply;
    try {
      reply = answer.apply(context);
    } catch (AnnounceException e) {
      reply = AnnounceReply.failure(e.reason());
    }
    context.contentType("text/plain").result(Bencode.encode(reply));
  }

  private BDictionary announce(Context context) {
    announces.increment();
    RawQuery query = RawQuery.parse(context.queryString());
    NodeRecord node = node(context.pathParamMap().get("passkey"), query);
    AnnounceRequest request = AnnounceRequest.of(query);
    if (registry.read(rows -> rows.copies().state(request.bit(), node.key())).isEmpty()) {
      throw new AnnounceException(UNREGISTERED);
    }
    if (request.event() == Event.STOPPED) {
      swarms.left(request.bit(), node.key());
    } else {
      swarms.announced(
          request.bit(),
          node.key(),
          request.peerId(),
          address(context),
          request.port(),
          request.complete());
    }
    return AnnounceReply.peers(
        peersFor(request, node),
        swarms.counts(request.bit()),
        intervalSeconds(),
        request.compact());
  }

  /** Nothing for a complete peer: the incomplete ones come to it. */
  private List<Peer> peersFor(AnnounceRequest request, NodeRecord node) {
    if (request.complete() || request.event() == Event.STOPPED) {
      return List.of();
    }
    List<Peer> peers = new ArrayList<>(swarms.others(request.bit(), node.key()));
    Collections.shuffle(peers, Random.from(random));
    return peers.subList(0, Math.min(peers.size(), request.peersWanted()));
  }

  /** Spread over a tenth to either side, so that nodes started together do not stay together. */
  private long intervalSeconds() {
    long seconds = Limits.ANNOUNCE_INTERVAL.toSeconds();
    return random.nextLong(seconds - seconds / 10, seconds + seconds / 10 + 1);
  }

  private BDictionary scrape(Context context) {
    RawQuery query = RawQuery.parse(context.queryString());
    NodeRecord node = node(null, query);
    BValue.Builder files = BValue.dictionary();
    for (byte[] hash : query.all("info_hash").stream().limit(Limits.SCRAPE_MAX).toList()) {
      if (hash.length != InfoHash.BYTES) {
        throw new AnnounceException("info_hash must be 20 bytes");
      }
      InfoHash bit = InfoHash.of(hash);
      if (registry.read(rows -> rows.copies().state(bit, node.key())).isPresent()) {
        Swarms.Counts counts = swarms.counts(bit);
        files.put(
            hash,
            BValue.dictionary()
                .put("complete", counts.complete())
                .put("downloaded", counts.complete())
                .put("incomplete", counts.incomplete())
                .build());
      }
    }
    return BValue.dictionary().put("files", files.build()).build();
  }

  private NodeRecord node(@Nullable String fromPath, RawQuery query) {
    String passkey = fromPath != null ? fromPath : query.text("passkey");
    if (passkey == null) {
      throw new AnnounceException("passkey missing");
    }
    String fingerprint = Secrets.fingerprint(passkey);
    return registry
        .read(rows -> rows.nodes().byPasskey(fingerprint))
        .orElseThrow(() -> new AnnounceException("unknown passkey"));
  }

  private static InetAddress address(Context context) {
    String host = context.req().getRemoteAddr();
    return InetAddress.ofLiteral(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
  }
}
