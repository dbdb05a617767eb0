// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.platform.Clocks;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeListener;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Reachability;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.Swarms;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tracker makes of what nodes say over their channels. Thread-safe. */
final class NodeConversation implements NodeListener {
  private static final Logger log = LoggerFactory.getLogger(NodeConversation.class);

  private final Registry registry;
  private final Reachability reachability;
  private final Swarms swarms;
  private final Dispatcher dispatcher;
  private final Placements placements;
  private final LivePlacements live;
  private final Completions completions;
  private final Inventories inventories;
  private final Orphans orphans;
  private final Evidence evidence;
  private final NodeHistory history;
  private final ProbeHints hints;
  private final FetchTimes times = new FetchTimes();
  private final Clocks clocks;
  private final LeaveWishes wishes;

  NodeConversation(
      Registry registry,
      Reachability reachability,
      Swarms swarms,
      Dispatcher dispatcher,
      Placements placements,
      LivePlacements live,
      Completions completions,
      Orphans orphans,
      Evidence evidence,
      NodeHistory history,
      ProbeHints hints,
      LeaveWishes wishes,
      Clocks clocks) {
    this.registry = registry;
    this.reachability = reachability;
    this.swarms = swarms;
    this.dispatcher = dispatcher;
    this.placements = placements;
    this.live = live;
    this.completions = completions;
    this.inventories =
        new Inventories(registry, dispatcher, completions, orphans, history, clocks.wall());
    this.orphans = orphans;
    this.evidence = evidence;
    this.history = history;
    this.hints = hints;
    this.wishes = wishes;
    this.clocks = clocks;
  }

  @Override
  public void said(NodeSession session, NodeMessage message) {
    if (!session.isReady() && !(message instanceof NodeMessage.Hello)) {
      log.warn("node {} spoke before its hello, closing its channel", session.nodeId());
      session.disconnect();
      return;
    }
    switch (message) {
      case NodeMessage.Hello hello -> hello(session, hello);
      case NodeMessage.Inventory inventory -> inventory(session, inventory);
      case NodeMessage.Heartbeat heartbeat -> heartbeat(session, heartbeat);
      case NodeMessage.Completed completed -> completed(session, completed.bit());
      case NodeMessage.Failed failed -> failed(session, failed);
      case NodeMessage.Described described -> orphans.described(session, described.bit());
      // The door has seen it.
      case NodeMessage.Proof _ -> {}
      case NodeMessage.Leave leave -> wishes.wish(session, leave.leaves());
    }
  }

  private void hello(NodeSession session, NodeMessage.Hello hello) {
    String host = hello.host() == null ? session.remoteHost() : hello.host();
    PeerAddress peer = new PeerAddress(host, hello.port());
    Instant now = clocks.wall().instant();
    boolean moved =
        registry.write(rows -> {
          boolean isOther =
              rows.nodes().byKey(session.node()).filter(n -> !n.peer().equals(peer)).isPresent();
          rows.nodes().came(session.node(), peer, hello.shareBytes(), hello.version(), now);
          rows.events().add(session.node(), "online", null, "serves at " + peer, now);
          return isOther;
        });
    session.ready(hello.shareBytes());
    history.recordChannelOpened(session.node());
    var found = reachability.of(session.node());
    found.ifPresent(
        known -> session.send(new TrackerMessage.Reach(known.inbound(), known.detail())));
    if (moved || found.isEmpty() || history.asked(session.node()).failures() > 0) {
      // What was found at another address, or a while ago, may be so no more.
      hints.hint(session.node());
    }
    history.recordClient(session.node(), "fractus " + hello.version());
  }

  private void inventory(NodeSession session, NodeMessage.Inventory inventory) {
    if (!session.addInventory(inventory.bits())) {
      log.warn("node {} has an inventory beyond all bounds", session.nodeId());
      session.disconnect();
    } else if (inventory.last()) {
      inventories.reconcile(session);
    }
  }

  private void heartbeat(NodeSession session, NodeMessage.Heartbeat heartbeat) {
    if (heartbeat.shareBytes() >= 0 && heartbeat.shareBytes() != session.shareBytes()) {
      registry.write(rows -> {
        rows.nodes().setShare(session.node(), heartbeat.shareBytes());
        return null;
      });
      session.setShareBytes(heartbeat.shareBytes());
    }
  }

  private void completed(NodeSession session, InfoHash bit) {
    session.answered(bit);
    session.succeeded(bit);
    orphans.answered(session, bit);
    if (!session.isInventoried()) {
      session.addInventory(List.of(bit));
    }
    Optional<CopyState> state = state(session, bit);
    if (state.isEmpty()) {
      orphans.found(session, List.of(bit));
      return;
    }
    if (state.get() == CopyState.SUSPECT) {
      history.recordAudit(session.node(), true);
    }
    if (state.get() != CopyState.COMPLETE) {
      Instant now = clocks.wall().instant();
      registry.write(rows -> rows.copies().set(bit, session.node(), CopyState.COMPLETE, now));
    }
    completions.completed(bit);
    dispatcher.dispatch(List.of(bit), false);
    if (state.get() == CopyState.WANTED) {
      fetched(session, bit);
    }
  }

  /** What that says of the node's speed is for a probe to confirm. */
  private void fetched(NodeSession session, InfoHash bit) {
    long now = clocks.steady().millis();
    long millis = times.fetched(session.node(), session.isFetching(), now);
    if (millis == 0) {
      return;
    }
    Optional<BitRecord> known = registry.read(rows -> rows.bits().find(bit));
    if (known.isEmpty()) {
      return;
    }
    hints.fetches().claim(session.node(), bit, known.get().metainfo().length(), millis);
    if (now - history.asked(session.node()).at() >= Limits.PROBE_OF_FETCHES_EVERY.toMillis()) {
      hints.hint(session.node());
    }
  }

  private void failed(NodeSession session, NodeMessage.Failed failed) {
    InfoHash bit = failed.bit();
    session.answered(bit);
    orphans.answered(session, bit);
    times.broken(session.node());
    Optional<CopyState> state = state(session, bit);
    if (state.isEmpty()) {
      return;
    }
    boolean wanted = state.get() == CopyState.WANTED;
    switch (failed.reason()) {
      case LOST, CORRUPT -> {
        if (state.get() == CopyState.SUSPECT) {
          history.recordAudit(session.node(), false);
        }
        lost(session, failed);
      }
      case UNREACHABLE, SHARE_FULL, DISK, REFUSED -> {
        if (!wanted) {
          doubted(session, failed);
        } else if (failed.reason() == NodeMessage.Reason.UNREACHABLE) {
          unreachable(session, failed);
        } else {
          refused(session, failed);
        }
      }
    }
  }

  /**
   * The node has the bit and cannot serve it now. The copy stays its own: a copy that is taken from
   * a node is deleted by it, and this may be the last one.
   */
  private void doubted(NodeSession session, NodeMessage.Failed failed) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.events().addFault(session.node(), kind(failed), failed.bit(), failed.detail(), now);
      return rows.copies().set(failed.bit(), session.node(), CopyState.SUSPECT, now);
    });
  }

  /** The node did not get the bit: others may be up soon, so it is told again some times. */
  private void unreachable(NodeSession session, NodeMessage.Failed failed) {
    if (evidence.isNew(session.node(), "fetch-failed")) {
      event(session, "fetch-failed", failed);
    }
    int attempts = session.failedAttempt(failed.bit());
    Optional<LivePlacements.Live> stripe = live.of(failed.bit());
    if (attempts < Limits.FETCH_ATTEMPTS_MAX) {
      dispatcher.retryLater(failed.bit(), attempts);
    } else if (stripe.isPresent()) {
      giveUp(session, failed.bit());
    }
  }

  private void refused(NodeSession session, NodeMessage.Failed failed) {
    event(session, kind(failed), failed);
    if (failed.reason() != NodeMessage.Reason.REFUSED) {
      session.fullUntil(clocks.steady().instant().plus(Limits.FULL_PAUSE));
      history.recordFull(session.node());
    }
    giveUp(session, failed.bit());
  }

  /** Takes the copy from the node; another gets it if the stripe's other bits are known. */
  private void giveUp(NodeSession session, InfoHash bit) {
    session.succeeded(bit);
    Optional<LivePlacements.Live> stripe = live.of(bit);
    stripe.ifPresent(known -> live.avoid(known, session.node()));
    registry.write(rows -> {
      var known = rows.bits().find(bit);
      return known.isPresent() && rows.copies().remove(known.get().key(), session.node());
    });
    swarms.left(bit, session.node());
    if (stripe.isPresent()) {
      placements.replace(stripe.get());
    } else {
      dispatcher.dispatch(List.of(bit), false);
    }
  }

  private void lost(NodeSession session, NodeMessage.Failed failed) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.events().addFault(session.node(), kind(failed), failed.bit(), failed.detail(), now);
      return rows.copies().set(failed.bit(), session.node(), CopyState.WANTED, now);
    });
    history.recordLostCopies(session.node(), 1);
    swarms.left(failed.bit(), session.node());
    dispatcher.dispatch(List.of(failed.bit()), false);
  }

  private Optional<CopyState> state(NodeSession session, InfoHash bit) {
    return registry.read(rows -> rows.copies().state(bit, session.node()));
  }

  private void event(NodeSession session, String kind, NodeMessage.Failed failed) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.events().add(session.node(), kind, failed.bit(), failed.detail(), now);
      return null;
    });
  }

  private static String kind(NodeMessage.Failed failed) {
    return failed.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public void gone(NodeSession session) {
    if (!session.isReady()) {
      return;
    }
    orphans.gone(session);
    history.recordChannelLost(session.node(), session.heard(), session.isSilent());
    times.broken(session.node());
    hints.hint(session.node());
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.nodes().setLastSeen(session.node(), clocks.toWall(session.heard()));
      rows.events().add(session.node(), "absent", null, "its channel ended", now);
      return null;
    });
    Set<LivePlacements.Live> stripes = new LinkedHashSet<>();
    Map<InfoHash, CopyState> copies =
        registry.read(rows -> rows.copies().ofNode(session.node(), CopyState.WANTED));
    copies.keySet().forEach(bit -> live.of(bit).ifPresent(stripes::add));
    stripes.forEach(placements::replace);
  }

  @Override
  public void duplicate(NodeSession session) {
    Instant now = clocks.wall().instant();
    registry.write(rows -> {
      rows.events()
          .add(
              session.node(),
              "duplicate-channel",
              null,
              "a second channel from " + session.remoteHost() + " took the place of the first",
              now);
      return null;
    });
  }
}
