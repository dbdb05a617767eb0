// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.CallListener;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.PasskeyRecord;
import io.fractus.tracker.registry.Registry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has nodes connect out to those who cannot connect to them: to gateways, and to the tracker, which
 * then probes them. Thread-safe.
 */
public final class NodeCalls implements OutboundProber {
  private final Registry registry;
  private final Sessions sessions;
  private final ProbeHints hints;
  private final CallListener listener;
  private final PeerAddress own;

  /**
   * @param listener where nodes call the tracker
   * @param ownHost the host at which they reach that
   */
  public NodeCalls(
      Registry registry,
      Sessions sessions,
      ProbeHints hints,
      CallListener listener,
      String ownHost) {
    this.registry = registry;
    this.sessions = sessions;
    this.hints = hints;
    this.listener = listener;
    this.own = new PeerAddress(ownHost, listener.port());
  }

  /** Tells a node to connect to a gateway; returns whether it could be told. */
  public boolean tell(long node, PeerAddress to, String nonce) {
    if (sessions.reachability().of(node).isEmpty()) {
      // The gateway has tried to connect: so it may be that nobody can.
      hints.hint(node);
    }
    Optional<NodeSession> session = session(node);
    session.ifPresent(channel -> channel.send(new TrackerMessage.Call(to, nonce, null)));
    return session.isPresent();
  }

  /** A stock client with an agent has a channel, and opens no connections for us. */
  private Optional<NodeSession> session(long node) {
    return sessions
        .online(node)
        .filter(_ ->
            registry.read(rows -> rows.passkeys().find(node)).stream()
                .noneMatch(PasskeyRecord::stock));
  }

  @Override
  public Optional<ProbeReport> probe(NodeRecord node, @Nullable Question question) {
    Optional<NodeSession> session = session(node.key());
    if (session.isEmpty()) {
      return Optional.empty();
    }
    CallListener.Order order =
        nonce -> {
          session.get().send(new TrackerMessage.Call(own, nonce, null));
          return true;
        };
    try {
      if (question == null) {
        listener.meet(node.peer(), order);
        return Optional.of(new ProbeReport(ProbeVerdict.SERVED, 0, 0, "it connected out"));
      }
      try (PeerReader reader =
          listener.read(node.peer(), question.bit(), order, WireTimeouts.DEFAULT)) {
        return Optional.of(WireProber.ask(reader, question));
      }
    } catch (PeerException e) {
      ProbeReport report = WireProber.failed(e);
      boolean isSilent =
          report.verdict() == ProbeVerdict.UNREACHABLE || report.verdict() == ProbeVerdict.STALLED;
      return isSilent ? Optional.empty() : Optional.of(report);
    }
  }
}
