// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Says the rules of tags, and how far a node is from the next one. Pure. */
final class Grounds {
  private final Reputation of;
  private final Scores scores;
  private final double watchedHours;

  Grounds(Reputation of, Scores scores, double watchedHours) {
    this.of = of;
    this.scores = scores;
    this.watchedHours = watchedHours;
  }

  Ground of(String tag) {
    return switch (tag) {
      case "new" -> new Ground(tag, "too little was seen of it", vetted());
      case "vetted" ->
          new Ground(
              tag,
              format(
                  "watched for %.0f hours, and surely more than %.0f %% of its answers are right",
                  Rules.VETTED_HOURS, 100 * Rules.VETTED_HONESTY),
              reliable());
      case "reliable" ->
          new Ground(
              tag,
              format(
                  "watched for %.0f hours, surely more than %.0f %% right answers, more than %.0f"
                      + " %% of probes answered, no fault",
                  Rules.RELIABLE_HOURS, 100 * Rules.RELIABLE_HONESTY, 100 * Rules.RELIABLE_ANSWERS),
              "it stays so until it surely falls short of this");
      case "liar" ->
          new Ground(
              tag,
              format(
                  "three wrong answers of late, and surely less than %.0f %% right ones",
                  100 * Rules.HONEST),
              truthful());
      case Rules.CORRUPT ->
          new Ground(tag, "a wrong answer of late", "it ends at " + afterWrong(Rules.CORRUPT_FOR));
      case Rules.SLOW ->
          new Ground(
              tag,
              format(
                  "surely less than %.0f KiB/s, or %.0f times slower to gateways than to probes"
                      + " beside the usual node",
                  Rules.SLOW_BELOW / 1024, Rules.TWO_FACED),
              format("it ends when it sends %.0f KiB/s", Rules.SLOW_UNTIL / 1024));
      case Rules.SHUNS ->
          new Ground(
              tag,
              "three questions in a row without an answer, or probes answered and gateways not",
              "it ends when it answers");
      case "absent" -> new Ground(tag, "not here", "it ends when it is here");
      case "lost" ->
          new Ground(tag, "away for longer than nodes of its class are", "it ends when it is here");
      case "full" -> new Ground(tag, "it said that it has no room", "it ends by itself");
      default -> new Ground(tag, "a rule of the tracker", "it ends when its reason does");
    };
  }

  private String vetted() {
    return format(
        "vetted after %.0f hours, of which %.0f are over, with surely more than %.0f %% right"
            + " answers, now %.0f %%",
        Rules.VETTED_HOURS,
        Math.min(watchedHours, Rules.VETTED_HOURS),
        100 * Rules.VETTED_HONESTY,
        100 * scores.honesty().low());
  }

  private String reliable() {
    return format(
        "reliable after %.0f hours, of which %.0f are over, with surely more than %.0f %% right"
            + " answers, now %.0f %%, and %.0f %% of probes answered, now %.0f %%",
        Rules.RELIABLE_HOURS,
        Math.min(watchedHours, Rules.RELIABLE_HOURS),
        100 * Rules.RELIABLE_HONESTY,
        100 * scores.honesty().low(),
        100 * Rules.RELIABLE_ANSWERS,
        100 * scores.answersProbes().low());
  }

  private String truthful() {
    return format(
        "it ends after %s with %d right answers in a row, of which it has %d, or at %s without a"
            + " wrong one",
        afterWrong(Rules.LIAR_FOR),
        Rules.RIGHT_AGAIN,
        Math.min(of.rightSince(), Rules.RIGHT_AGAIN),
        afterWrong(Rules.LIAR_FOR_AT_MOST));
  }

  private Instant afterWrong(Duration time) {
    return Instant.ofEpochMilli(of.lastWrong()).plus(time);
  }

  @FormatMethod
  private static String format(@FormatString String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
