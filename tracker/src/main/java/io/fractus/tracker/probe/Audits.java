// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.probe;

import io.fractus.protocol.control.CopyState;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.AuditLimits;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.registry.AuditRows;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.reputation.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * What a node is asked so that it is known whether it has what it should have, and what its answer
 * is worth. Thread-safe.
 */
final class Audits {
  private final Registry registry;
  private final LongPredicate isHere;
  private final RandomGenerator random;
  private final AuditChoice choice;
  private final AuditBudget budget = new AuditBudget();
  private final Stalls stalls = new Stalls();

  /**
   * @param isHere whether a node is here now
   * @param random picks copies and pieces; thread-safe, and no node may foresee it
   */
  Audits(Registry registry, LongPredicate isHere, RandomGenerator random) {
    this.registry = registry;
    this.isHere = isHere;
    this.random = random;
    this.choice = new AuditChoice(random);
  }

  /**
   * The next question to a node, or none if it has nothing complete, or was asked for enough today:
   * then it is only seen whether it is there.
   *
   * @param loaded whether somebody just found it slow
   */
  Optional<Question> next(long node, boolean loaded, long now) {
    Optional<Question> question = stalls.due(node).filter(open -> shallHave(node, open));
    if (question.isEmpty()) {
      question = bit(node).map(bit -> choice.ask(bit, loaded));
    }
    if (question.isPresent() && !budget.spend(node, question.get().bytes(), now)) {
      return Optional.empty();
    }
    return question;
  }

  /** A question about a bit that the node has just said that it has. */
  Optional<Question> claimed(InfoHash bit) {
    return registry
        .read(rows -> rows.bits().find(bit))
        .map(BitRecord::metainfo)
        .map(info -> Question.of(info, random.nextInt(info.pieceCount())));
  }

  private boolean shallHave(long node, Question question) {
    boolean shall = isComplete(node, question.bit().infoHash());
    if (!shall) {
      stalls.drop(node);
    }
    return shall;
  }

  /** Whether a node is to have a complete copy of a bit. */
  boolean isComplete(long node, InfoHash bit) {
    return registry
        .read(rows -> rows.copies().state(bit, node))
        .equals(Optional.of(CopyState.COMPLETE));
  }

  private Optional<BitMetainfo> bit(long node) {
    return registry.read(rows -> {
      long count = rows.copies().complete(node);
      if (count == 0) {
        return Optional.<BitMetainfo>empty();
      }
      int draws = choice.draws();
      List<AuditChoice.Candidate> drawn = new ArrayList<>(draws);
      for (int i = 0; i < draws; i++) {
        rows.audits()
            .drawn(node, random.nextLong(count))
            .ifPresent(copy -> drawn.add(candidate(rows, node, copy, draws > 1)));
      }
      return drawn.isEmpty() ? Optional.empty() : rows.audits().metainfo(choice.pick(drawn).bit());
    });
  }

  private AuditChoice.Candidate candidate(
      Rows rows, long node, AuditRows.Drawn copy, boolean matters) {
    boolean alone =
        matters && rows.audits().others(copy.bit(), node).stream().noneMatch(isHere::test);
    return new AuditChoice.Candidate(copy.bit(), copy.auditedMillis(), alone);
  }

  /** What an answer is worth: silence that was one too many is a piece that is missing. */
  ProbeReport heard(long node, Question question, ProbeReport report, Instant now) {
    switch (report.verdict()) {
      case STALLED -> {
        if (stalls.stalled(node, question)) {
          return new ProbeReport(
              ProbeVerdict.MISSING,
              0,
              0,
              "withheld piece %d of %s %d times, and sent others meanwhile: %s"
                  .formatted(
                      question.first(),
                      question.bit().infoHash(),
                      AuditLimits.AUDIT_STALLS_MAX,
                      report.detail()));
        }
      }
      case SERVED, MISSING, CORRUPT -> {
        stalls.answered(node, question, Rules.isSlow(report.bytes(), report.millis()));
        registry.write(rows -> {
          rows.audits().audited(question.bit().infoHash(), node, now);
          return null;
        });
      }
      case UNREACHABLE -> {}
    }
    return report;
  }

  /** Forgets what makes no difference any more. */
  void forget(long now) {
    budget.forget(now);
  }
}
