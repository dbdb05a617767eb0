// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.node.Limits;
import io.fractus.protocol.Footprint;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Described;
import io.fractus.protocol.channel.NodeMessage.Failed;
import io.fractus.protocol.channel.NodeMessage.Reason;
import io.fractus.protocol.channel.TrackerMessage.Assign;
import io.fractus.protocol.channel.TrackerMessage.BitWish;
import io.fractus.protocol.channel.TrackerMessage.Describe;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bits of a client, as the tracker wishes them and as the client has them. Used by the agent's
 * thread, but for what is said to be asked by others.
 */
final class BitsOfClient {
  /*
   * A bit is in the ledger from before the client is given it until after the client let go of it.
   * While the client works on it, it has a Watch; when all is there and was seen to be served, it
   * is held. A bit that is held and looked into again has both.
   */
  private static final Logger log = LoggerFactory.getLogger(BitsOfClient.class);

  private final String cloudId;
  private final String announce;
  private final long shareBytes;
  private final Ledger ledger;
  private final StockClient client;
  private final ServeProbe probe;
  private final Consumer<NodeMessage> outgoing;
  private final Map<InfoHash, Watch> watches = new ConcurrentHashMap<>();
  private final Set<InfoHash> held = ConcurrentHashMap.newKeySet();
  private final Set<InfoHash> strangers = ConcurrentHashMap.newKeySet();
  private final AtomicLong lost = new AtomicLong();
  private final ClientTraffic traffic = new ClientTraffic();
  private final Rechecks rechecks = new Rechecks(Limits.CLIENT_RECHECK_EVERY);
  private LocalFolder folder = new LocalFolder("");

  /**
   * @param cloudId only bits of this cloud are taken
   * @param announce the node's own announce URL
   * @param outgoing told what the tracker is to know; must not block
   */
  BitsOfClient(
      String cloudId,
      String announce,
      long shareBytes,
      Ledger ledger,
      StockClient client,
      ServeProbe probe,
      Consumer<NodeMessage> outgoing) {
    this.cloudId = cloudId;
    this.announce = announce;
    this.shareBytes = shareBytes;
    this.ledger = ledger;
    this.client = client;
    this.probe = probe;
    this.outgoing = outgoing;
    ledger.entries().stream().filter(Ledger.Entry::complete).forEach(e -> held.add(e.bit()));
  }

  /** All bits that are complete. May be asked by any thread. */
  List<InfoHash> inventory() {
    List<InfoHash> all = new ArrayList<>(held);
    all.addAll(strangers);
    return all;
  }

  /** Bits that the client works on. May be asked by any thread. */
  int working() {
    return watches.size();
  }

  /** Space that was promised to bits. May be asked by any thread. */
  long usedBytes() {
    return ledger.usedBytes();
  }

  /** Bits that were complete and no longer are. May be asked by any thread. */
  long lost() {
    return lost.get();
  }

  /** Bytes that the client moved for the cloud. May be asked by any thread. */
  Traffic traffic() {
    return traffic.total();
  }

  /** The client answers, maybe for the first time. */
  void met(ClientFacts facts) {
    folder = new LocalFolder(facts.folder());
    probe.aim(facts.port());
  }

  /**
   * Makes client and ledger agree. What was not complete when the agent ended is given up: the
   * tracker assigns it again if it still wants it.
   */
  void reconcile() {
    for (Ledger.Entry entry : ledger.entries()) {
      if (!entry.complete() && !watches.containsKey(entry.bit())) {
        letGo(entry.bit());
      }
    }
    lookAtAll();
  }

  void obey(BitWish order) {
    try {
      switch (order) {
        case Assign assign -> assign(assign);
        case Release release -> release(release.bit());
        case Verify verify -> verify(verify.bit());
        case Describe describe -> describe(describe.bit());
      }
    } catch (ClientException e) {
      if (e.kind() != ClientException.Kind.REFUSED) {
        throw e;
      }
      log.warn("{}", e.getMessage());
      if (order instanceof Assign assign) {
        letGo(assign.bit().infoHash());
        failed(assign.bit().infoHash(), Reason.UNREACHABLE, String.valueOf(e.getMessage()));
      }
    }
  }

  private void assign(Assign assign) {
    BitMetainfo bit = assign.bit();
    InfoHash hash = bit.infoHash();
    if (!bit.source().equals(cloudId)) {
      failed(hash, Reason.REFUSED, "the bit is of another cloud");
    } else if (watches.containsKey(hash)) {
      client.announce(hash);
    } else if (held.contains(hash) || strangers.contains(hash)) {
      outgoing.accept(new Completed(hash));
    } else if (Footprint.of(bit) > shareBytes - ledger.usedBytes()) {
      failed(hash, Reason.SHARE_FULL, "the share has no room for " + bit);
    } else if (client.usableBytes() < unwrittenBytes() + bit.length() + Limits.DISK_SPARE_BYTES) {
      failed(hash, Reason.DISK, "the client's disk has no room for " + bit);
    } else {
      ledger.add(bit);
      client.add(bit, announce);
      watches.put(hash, new Watch(bit, false));
    }
  }

  /** What is being fetched may not be on the disk yet. */
  private long unwrittenBytes() {
    return watches.values().stream()
        .filter(watch -> !watch.wasComplete)
        .mapToLong(watch -> watch.bit.length())
        .sum();
  }

  private void release(InfoHash bit) {
    if (strangers.remove(bit) || ledger.find(bit).isPresent()) {
      letGo(bit);
    }
  }

  private void describe(InfoHash bit) {
    if (held.contains(bit)) {
      outgoing.accept(new Described(ledger.metainfo(bit)));
    } else {
      failed(bit, Reason.LOST, "not held here");
    }
  }

  private void verify(InfoHash bit) {
    if (!held.contains(bit)) {
      failed(bit, Reason.LOST, "not held here");
    } else if (!watches.containsKey(bit)) {
      Watch watch = new Watch(ledger.metainfo(bit), true);
      watch.renewed = true;
      watches.put(bit, watch);
      if (rechecks.isDue(bit)) {
        client.recheck(watch.bit, announce);
      }
    }
  }

  /** Has the client read a bit again that it is said to have. */
  private void check(InfoHash bit) {
    BitMetainfo metainfo = ledger.metainfo(bit);
    client.recheck(metainfo, announce);
    Watch watch = new Watch(metainfo, true);
    watch.renewed = true;
    watches.put(bit, watch);
  }

  /** Looks at what the client works on. */
  void lookAtWork() {
    if (watches.isEmpty()) {
      return;
    }
    Map<InfoHash, ClientTorrent> seen = new HashMap<>();
    client.list(List.copyOf(watches.keySet())).forEach(t -> seen.put(t.bit(), t));
    for (Watch watch : List.copyOf(watches.values())) {
      ClientTorrent torrent = seen.get(watch.bit.infoHash());
      if (torrent != null) {
        traffic.add(torrent);
        look(watch, torrent);
      } else if (!watch.isFresh(Limits.CLIENT_BEGIN_MAX)) {
        giveUp(watch, Reason.UNREACHABLE, "the client does not have it any more");
      }
    }
  }

  private void look(Watch watch, ClientTorrent torrent) {
    switch (torrent.state()) {
      case CHECKING -> watch.rests();
      case STOPPED -> {
        watch.rests();
        client.start(torrent.bit());
      }
      case BROKEN -> broken(watch, torrent);
      case FETCHING -> fetching(watch, torrent);
      case COMPLETE -> complete(watch);
    }
  }

  private void broken(Watch watch, ClientTorrent torrent) {
    if (!watch.isFresh(Limits.CLIENT_BEGIN_MAX)) {
      giveUp(
          watch,
          watch.wasComplete ? Reason.LOST : Reason.DISK,
          "the client says: " + torrent.problem());
    }
  }

  private void fetching(Watch watch, ClientTorrent torrent) {
    watch.fetches(torrent.doneBytes());
    if (watch.wasComplete) {
      if (!watch.isFresh(Limits.CLIENT_BEGIN_MAX)) {
        Reason reason = torrent.doneBytes() == 0 ? Reason.LOST : Reason.CORRUPT;
        giveUp(watch, reason, "the client lacks bytes that it had");
      }
    } else if (watch.fetchedFor(fetchTime(watch.bit))) {
      giveUp(watch, Reason.UNREACHABLE, "the client did not get it in time");
    } else if (watch.stalls(Limits.CLIENT_STALL)) {
      client.announce(torrent.bit());
    }
  }

  private static Duration fetchTime(BitMetainfo bit) {
    return Limits.CLIENT_FETCH_MIN.plusSeconds(bit.length() / Limits.FETCH_RATE_MIN);
  }

  private void complete(Watch watch) {
    if (watch.wasComplete && watch.isFresh(Limits.CLIENT_FETCH_LOOK.multipliedBy(2))) {
      // It may not have begun to check.
      return;
    }
    if (client.refusesItsSources() && !watch.renewed) {
      watch.renewed = true;
      client.recheck(watch.bit, announce);
      watch.ordered();
    } else if (!watch.probing) {
      watch.probing = probe.start(watch);
    } else {
      judge(watch, watch.verdict);
    }
  }

  private void judge(Watch watch, ServeProbe.Verdict verdict) {
    if (verdict == ServeProbe.Verdict.NONE) {
      return;
    }
    watch.probing = false;
    boolean served = verdict == ServeProbe.Verdict.SERVED;
    watch.probesFailed += served ? 0 : 1;
    if (verdict == ServeProbe.Verdict.CORRUPT) {
      giveUp(watch, Reason.CORRUPT, "the client serves wrong bytes");
    } else if (served || watch.probesFailed >= Limits.CLIENT_PROBES_MAX) {
      hold(watch, served);
    }
  }

  private void hold(Watch watch, boolean served) {
    InfoHash bit = watch.bit.infoHash();
    if (!served) {
      log.warn(
          "the client says that {} is complete, and does not serve it to this agent:"
              + " can peers reach its port?",
          watch.bit);
    }
    ledger.complete(watch.bit);
    held.add(bit);
    watches.remove(bit);
    outgoing.accept(new Completed(bit));
  }

  private void giveUp(Watch watch, Reason reason, String detail) {
    InfoHash bit = watch.bit.infoHash();
    if (watch.wasComplete) {
      lost.incrementAndGet();
    }
    letGo(bit);
    failed(bit, reason, detail);
  }

  /** Looks at all that is ours, whether it is as the ledger says. */
  void lookAtAll() {
    Map<InfoHash, ClientTorrent> seen = new HashMap<>();
    client.list().forEach(t -> seen.put(t.bit(), t));
    for (InfoHash bit : Set.copyOf(held)) {
      if (!watches.containsKey(bit)) {
        lookAtHeld(bit, seen.get(bit));
      }
    }
    Set<InfoHash> known = new HashSet<>(held);
    known.addAll(watches.keySet());
    seen.values()
        .forEach(torrent -> {
          traffic.add(torrent);
          if (!known.contains(torrent.bit()) && ledger.find(torrent.bit()).isEmpty()) {
            stranger(torrent);
          }
        });
    traffic.forgetAllBut(seen.keySet());
    strangers.retainAll(seen.keySet());
  }

  private void lookAtHeld(InfoHash bit, @Nullable ClientTorrent torrent) {
    if (torrent == null) {
      log.warn("bit {} is gone from the client, and is given to it again", bit);
      BitMetainfo metainfo = ledger.metainfo(bit);
      client.add(metainfo, announce);
      watches.put(bit, new Watch(metainfo, true));
      return;
    }
    switch (torrent.state()) {
      case CHECKING, COMPLETE -> {}
      case STOPPED -> client.start(bit);
      case FETCHING, BROKEN -> check(bit);
    }
  }

  /** In our folder, and not in the ledger: the tracker says what becomes of it. */
  private void stranger(ClientTorrent torrent) {
    if (torrent.state() == ClientTorrent.State.COMPLETE) {
      strangers.add(torrent.bit());
    } else {
      log.debug("{} in the client's folder of ours is not of this node", torrent.bit());
    }
  }

  private void letGo(InfoHash bit) {
    watches.remove(bit);
    held.remove(bit);
    Ledger.Entry entry = ledger.find(bit).orElse(null);
    client.remove(bit);
    if (entry != null) {
      folder.delete(entry.name());
    }
    ledger.remove(bit);
  }

  private void failed(InfoHash bit, Reason reason, String detail) {
    log.info("bit {} is not held: {}: {}", bit, reason, detail);
    outgoing.accept(new Failed(bit, reason, detail));
  }
}
