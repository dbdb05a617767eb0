// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What follows from a reputation: which tags a node deserves, with the evidence. Pure. */
public final class Rules {
  /** Honest nodes answer better than that: a wrong answer is a broken disk, and found by itself. */
  static final double HONEST = 0.97;

  /** Wrong answers, old ones counting less, below which nobody is a liar: three of late. */
  static final double WRONG_MIN = 2;

  /** For so long a liar is one, whatever it does. */
  static final Duration LIAR_FOR = Duration.ofDays(7);

  /** After that, so many right answers in a row lift the tag. */
  static final int RIGHT_AGAIN = 64;

  /** So long after its last wrong answer it is lifted without: nobody asked it anything. */
  static final Duration LIAR_FOR_AT_MOST = Duration.ofDays(30);

  /** For so long after a wrong answer: corrupt. */
  static final Duration CORRUPT_FOR = Duration.ofDays(1);

  /** A node that came today has no bad night to show yet. */
  static final double VETTED_HOURS = 24;

  /** What its honesty must surely exceed: ten right answers without a wrong one. */
  static final double VETTED_HONESTY = 0.74;

  /** A week, of which the first hours count a little less. */
  static final double RELIABLE_HOURS = 150;

  /** What a reliable node's honesty surely exceeds: 86 right answers without a wrong one. */
  static final double RELIABLE_HONESTY = 0.94;

  /** How often it surely answers. */
  static final double RELIABLE_ANSWERS = 0.9;

  /** Who has a standing keeps it until it surely falls short of this part of what it took. */
  static final double STANDING_KEPT = 0.95;

  /** Slower is slow: a bit of 4 MiB takes more than half a minute. */
  static final double SLOW_BELOW = 128 << 10;

  /** From here on a node that was slow is not. */
  static final double SLOW_UNTIL = 256 << 10;

  /** Fewer measurements, or questions, prove nothing; old ones count less. */
  static final double MEASURED_MIN = 6;

  /** So many say what there is to say: more of them do not change it. */
  static final double MEASURED_SURE = 2 * MEASURED_MIN;

  /** So much slower to gateways than to probes, beside the usual node, is another face. */
  static final double TWO_FACED = 4;

  public static final String SLOW = "slow";
  public static final String CORRUPT = "corrupt";
  public static final String SHUNS = "unreachable";

  private Rules() {}

  /**
   * What a node is judged by beside its reputation.
   *
   * @param watchedHours for how long it was watched, weeks ago counting less
   * @param crowd what is usual
   * @param had the tags of these rules that it has
   */
  public record Facts(double watchedHours, Crowd crowd, Set<String> had) {}

  /** The tags that it deserves now, each with its evidence. May forgive a liar. */
  public static Map<String, String> judge(Reputation of, Facts facts, long now) {
    Map<String, String> tags = new LinkedHashMap<>();
    Optional<String> lies = lies(of, facts.had(), now);
    slow(of, facts).ifPresent(evidence -> tags.put(SLOW, evidence));
    shuns(of, facts.crowd()).ifPresent(evidence -> tags.put(SHUNS, evidence));
    boolean isCorrupt = of.lastWrong() > 0 && now - of.lastWrong() < CORRUPT_FOR.toMillis();
    if (lies.isEmpty() && isCorrupt) {
      tags.put(CORRUPT, "a wrong answer at " + Instant.ofEpochMilli(of.lastWrong()));
    }
    Standing standing = lies.isPresent() ? Standing.LIAR : standing(of, facts, !tags.isEmpty());
    tags.put(standing.tag(), lies.orElseGet(() -> evidence(of, standing, facts.watchedHours())));
    return tags;
  }

  /** The standing that these tags say. */
  public static Standing standing(Set<String> tags) {
    for (Standing standing : Standing.values()) {
      if (tags.contains(standing.tag())) {
        return standing;
      }
    }
    return Standing.NEW;
  }

  private static Optional<String> lies(Reputation of, Set<String> had, long now) {
    boolean convicted = had.contains(Standing.LIAR.tag());
    if (convicted && of.lastWrong() > 0) {
      long since = now - of.lastWrong();
      boolean isRightAgain = since >= LIAR_FOR.toMillis() && of.rightSince() >= RIGHT_AGAIN;
      if (isRightAgain || since >= LIAR_FOR_AT_MOST.toMillis()) {
        of.forgive();
        return Optional.empty();
      }
      return Optional.of(liesEvidence(of));
    }
    return isLying(of) ? Optional.of(liesEvidence(of)) : Optional.empty();
  }

  /** Whether it surely answers worse than an honest node. */
  static boolean isLying(Reputation of) {
    return of.wrong() >= WRONG_MIN && Share.isSurelyBelow(of.right(), of.wrong(), HONEST);
  }

  private static String liesEvidence(Reputation of) {
    return "%.1f wrong and %.1f right answers of late, the last wrong one at %s; right since: %d"
        .formatted(of.wrong(), of.right(), Instant.ofEpochMilli(of.lastWrong()), of.rightSince());
  }

  private static Standing standing(Reputation of, Facts facts, boolean isFaulty) {
    Standing had = standing(facts.had());
    boolean vetted = facts.watchedHours() >= VETTED_HOURS && isHonest(of, VETTED_HONESTY);
    boolean wasVetted = had == Standing.VETTED || had == Standing.RELIABLE;
    if (!vetted && !(wasVetted && isHonest(of, VETTED_HONESTY * STANDING_KEPT))) {
      return Standing.NEW;
    }
    double asks = had == Standing.RELIABLE ? STANDING_KEPT : 1;
    boolean answers =
        Share.isSurelyAbove(
            of.answered(Viewer.PROBE), of.silent(Viewer.PROBE), RELIABLE_ANSWERS * asks);
    boolean reliable =
        facts.watchedHours() >= RELIABLE_HOURS * asks
            && isHonest(of, RELIABLE_HONESTY * asks)
            && answers
            && !isFaulty;
    return reliable ? Standing.RELIABLE : Standing.VETTED;
  }

  private static boolean isHonest(Reputation of, double share) {
    return Share.isSurelyAbove(of.right(), of.wrong(), share);
  }

  private static String evidence(Reputation of, Standing standing, double hours) {
    return switch (standing) {
      case NEW -> "watched for %.0f hours, %d audits so far".formatted(hours, of.audits());
      case VETTED, RELIABLE, LIAR ->
          "%.0f right and %.1f wrong answers of late, watched for %.0f hours"
              .formatted(of.right(), of.wrong(), hours);
    };
  }

  private static Optional<String> slow(Reputation of, Facts facts) {
    Pace pace = of.pace();
    boolean was = facts.had().contains(SLOW);
    // What gateways get of nobody is no fault of this node's.
    double usual = of.isRead() ? Math.min(1, facts.crowd().readersPerProbes()) : 1;
    boolean slow =
        pace.weight() >= MEASURED_MIN
            && (was
                ? pace.bytesPerSecond() < SLOW_UNTIL * usual
                : pace.score().high() < SLOW_BELOW * usual);
    if (slow) {
      return Optional.of(
          "lately sends %s (%.0f measurements)".formatted(speed(pace), pace.weight()));
    }
    if (isSlowToAll(of, facts.crowd(), was)) {
      Pace probes = of.pace(Viewer.PROBE);
      return Optional.of(
          "lately sends probes %s (%.0f measurements), and gateways no more"
              .formatted(speed(probes), probes.weight()));
    }
    return isTwoFaced(of, facts.crowd(), was)
        ? Optional.of(
            "fast for probes, %s, and slow for gateways, %s; usual are %.0f %% of that"
                .formatted(
                    speed(of.pace(Viewer.PROBE)),
                    speed(of.pace(Viewer.READER)),
                    100 * facts.crowd().readersPerProbes()))
        : Optional.empty();
  }

  /**
   * Whether probes surely find it slow, and gateways found it so the last time, or have not
   * measured it since. Who is slow is not read, so that gateways may never see enough of it to be
   * sure themselves. In the latter case it is not the tracker's line that is slow to everybody.
   */
  private static boolean isSlowToAll(Reputation of, Crowd crowd, boolean was) {
    Pace probes = of.pace(Viewer.PROBE);
    double limit = was ? SLOW_UNTIL : SLOW_BELOW;
    boolean agree = of.trend(Viewer.READER).isFalling(limit);
    double usual = agree ? 1 : Math.max(1, crowd.readersPerProbes());
    return (agree || of.unread() >= Trend.RUN_TURNS)
        && probes.weight() >= MEASURED_MIN
        && (was ? probes.bytesPerSecond() : probes.score().high()) * usual < limit;
  }

  /** Whether so much in so much time is slow. */
  public static boolean isSlow(long bytes, long millis) {
    return bytes > 0 && bytes * 1000.0 / Math.max(1, millis) < SLOW_BELOW;
  }

  /** Whether gateways found it slow now, and were too few or found it fast before. */
  public static boolean isDoubtful(Reputation of) {
    return of.trend(Viewer.READER).isFalling(SLOW_BELOW)
        || of.pace(Viewer.READER).weight() < MEASURED_MIN;
  }

  /** Whether probes found it slow as far as is known or of late, which need not be sure. */
  public static boolean isSlowToProbes(Reputation of) {
    Pace probes = of.pace(Viewer.PROBE);
    return probes.weight() > 0
        && (probes.bytesPerSecond() < SLOW_BELOW || of.trend(Viewer.PROBE).isFalling(SLOW_BELOW));
  }

  /** Whether probes measured it too seldom of late, or of this speed, to say if it is slow. */
  public static boolean isSpeedOpen(Reputation of) {
    Pace probes = of.pace(Viewer.PROBE);
    return probes.weight() < MEASURED_MIN
        || of.trend(Viewer.PROBE).isFalling(SLOW_BELOW)
        || (probes.weight() < MEASURED_SURE && probes.score().high() >= SLOW_BELOW);
  }

  /** Whether gateways surely get much less of it than probes let expect. */
  private static boolean isTwoFaced(Reputation of, Crowd crowd, boolean was) {
    Pace probes = of.pace(Viewer.PROBE);
    Pace readers = of.pace(Viewer.READER);
    if (crowd.nodes() == 0 || Math.min(probes.weight(), readers.weight()) < MEASURED_MIN) {
      return false;
    }
    double usual = Math.min(1, crowd.readersPerProbes());
    return was
        ? readers.bytesPerSecond() * TWO_FACED / 2 < probes.bytesPerSecond() * usual
        : readers.score().high() * TWO_FACED < probes.score().low() * usual;
  }

  private static String speed(Pace pace) {
    return "%.0f KiB/s".formatted(pace.bytesPerSecond() / 1024);
  }

  /** Whether it answers probes, and surely much less often gateways that reach others. */
  private static Optional<String> shuns(Reputation of, Crowd crowd) {
    double answered = of.answered(Viewer.READER);
    double silent = of.silent(Viewer.READER);
    boolean shuns =
        crowd.nodes() > 0
            && silent >= MEASURED_MIN
            && Share.isSurelyBelow(answered, silent, crowd.answersReaders() / 2)
            && Share.isSurelyAbove(
                of.answered(Viewer.PROBE), of.silent(Viewer.PROBE), crowd.answersReaders() / 2);
    return shuns
        ? Optional.of(
            "answers probes, but of late %.0f of %.0f gateways' questions"
                .formatted(answered, answered + silent))
        : Optional.empty();
  }
}
