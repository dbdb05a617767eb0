// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.probe.ProbeHints;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.reputation.Overtaken;
import io.fractus.tracker.reputation.Rules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes what gateways saw of copies. Thread-safe. */
public final class Reports {
  private final Registry registry;
  private final Sessions sessions;
  private final SourceOrder order;
  private final Evidence evidence;
  private final NodeHistory history;
  private final ProbeHints hints;
  private final Demand demand;
  private final InstantSource clock;

  private record Suspect(long node, TrackerMessage.Verify verify) {}

  Reports(
      Registry registry,
      Sessions sessions,
      SourceOrder order,
      Evidence evidence,
      NodeHistory history,
      ProbeHints hints,
      Demand demand,
      InstantSource clock) {
    this.registry = registry;
    this.sessions = sessions;
    this.order = order;
    this.evidence = evidence;
    this.history = history;
    this.hints = hints;
    this.demand = demand;
    this.clock = clock;
  }

  /** Records reports; those of copies that the registry does not have are passed over. */
  public void take(ReportRequest request) {
    Instant now = clock.instant();
    List<Suspect> suspects =
        registry.write(rows -> {
          List<Suspect> found = new ArrayList<>();
          for (Report report : request.reports()) {
            take(rows, report, now).ifPresent(found::add);
          }
          return found;
        });
    suspects.forEach(this::verify);
    demand.take(request.reports());
  }

  /**
   * A probe saw that a copy is not what it should be: its node shall verify it, and until then it
   * is the last to be read. Nothing happens if there is no such copy.
   *
   * @param kind corrupt or missing
   * @param detail evidence for people
   */
  public void doubt(long node, InfoHash bit, String kind, String detail) {
    Instant now = clock.instant();
    Optional<Suspect> suspect =
        registry.write(rows -> {
          Optional<CopyState> state = rows.copies().state(bit, node);
          return state.isEmpty()
              ? Optional.<Suspect>empty()
              : doubt(rows, node, state.get(), bit, kind, detail, now);
        });
    suspect.ifPresent(this::verify);
  }

  private void verify(Suspect suspect) {
    sessions.online(suspect.node()).ifPresent(session -> session.send(suspect.verify()));
  }

  private static Optional<Suspect> doubt(
      Rows rows,
      long node,
      CopyState state,
      InfoHash bit,
      String kind,
      String detail,
      Instant now) {
    rows.events().addFault(node, kind, bit, detail, now);
    if (state == CopyState.WANTED) {
      return Optional.empty();
    }
    rows.copies().set(bit, node, CopyState.SUSPECT, now);
    return Optional.of(new Suspect(node, new TrackerMessage.Verify(bit)));
  }

  private Optional<Suspect> take(Rows rows, Report report, Instant now) {
    Optional<NodeRecord> known = rows.nodes().byNodeId(report.nodeId());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    long node = known.get().key();
    Optional<CopyState> state = rows.copies().state(report.bit(), node);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    if (report.kind() == Kind.MISSING && !history.isHere(node)) {
      // It hung up because it went: that says nothing of what it has.
      hints.hint(node);
      return Optional.empty();
    }
    Overtaken overtaken = Overtaken.of(report.bytes(), report.millis(), report.others());
    record(report, overtaken, node, state.get());
    String kind = report.kind().name().toLowerCase(Locale.ROOT);
    switch (report.kind()) {
      case SERVED -> {
        order.served(node);
        if (isDoubtful(node, report)) {
          hints.hint(node);
        }
      }
      case SLOW -> {
        if (overtaken.isBlame()) {
          order.setBack(node);
          hints.hintLoaded(node);
          if (evidence.isNew(node, kind)) {
            rows.events().add(node, kind, report.bit(), report.detail(), now);
          }
        }
      }
      case UNREACHABLE -> {
        order.setBack(node);
        hints.hint(node);
        if (evidence.isNew(node, kind)) {
          rows.events().addFault(node, kind, report.bit(), report.detail(), now);
        }
      }
      case CORRUPT, MISSING -> {
        if (report.kind() == Kind.CORRUPT && state.get() == CopyState.COMPLETE) {
          // Whether more is wrong is to be known before others read it.
          hints.hint(node);
        }
        return doubt(rows, node, state.get(), report.bit(), kind, report.detail(), now);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a node that served must be measured by somebody who does not leave it alone for having
   * been slow. Once a minute at most.
   */
  private boolean isDoubtful(long node, Report report) {
    return Rules.isSlow(report.bytes(), report.millis())
        && history.asked(node).doubtful()
        && evidence.isNew(node, "doubtful");
  }

  /**
   * A copy that is not complete yet may be missing without a fault of the node's, and one that is
   * in doubt was counted when that began: a popular one does not make a liar by itself.
   */
  private void record(Report report, Overtaken overtaken, long node, CopyState state) {
    boolean isWrong = report.kind() == Kind.MISSING || report.kind() == Kind.CORRUPT;
    if (!isWrong || state == CopyState.COMPLETE) {
      history.recordReport(node, report.kind(), report.bytes(), report.millis(), overtaken);
    }
  }
}
