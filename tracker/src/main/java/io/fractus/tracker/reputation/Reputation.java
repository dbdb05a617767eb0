// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.reputation;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one node: whether it has what it should have, whether it answers, how fast it is.
 * From what others saw alone. Pure: time is what callers say it is, in milliseconds. 96 bytes. Not
 * thread-safe.
 */
public final class Reputation {
  /*
   * Only audits speak for a node's honesty, for they ask for any bit: who has what many read and
   * dropped the rest would else look honest. Against it speaks every wrong answer, whoever got it.
   * Presence and speed are kept by viewer, since a node may treat its auditors better than others.
   *
   *   header                                      12 bytes
   *   right and wrong, answered and silent twice  24
   *   weight, mean and variance of speed, twice   24
   *   weight and mean of a run of it, twice       16
   *   three counts, two times in minutes          20
   *
   * Runs are short, and are written as part of the rest; what is unread is not. A tracker that
   * starts again begins anew with both.
   */

  /** What is so old counts half, besides what newer observations make of it. */
  private static final Duration HALF_LIFE = Duration.ofDays(30);

  /** Fading goes in steps, for less would be lost in rounding. */
  private static final int FADE_STEP_MINUTES = 60;

  private static final long MINUTE_MS = 60_000;

  /** More says no more. */
  private static final int UNREAD_MAX = 1_000;

  private static final int FLOATS = 12;
  private static final byte VERSION = 1;

  /** Bytes of one that is written. */
  static final int WRITTEN_BYTES = 1 + FLOATS * Float.BYTES + 4 * Integer.BYTES;

  private float right;
  private float wrong;
  private float answeredProbes;
  private float silentProbes;
  private float answeredReaders;
  private float silentReaders;
  private float probeWeight;
  private float probeMean;
  private float probeVariance;
  private float probeRunWeight;
  private float probeRunMean;
  private float readerWeight;
  private float readerMean;
  private float readerVariance;
  private float readerRunWeight;
  private float readerRunMean;
  private int audits;
  private int rightSince;
  private int lastWrong;
  private int faded;
  private int unread;

  /** Of a node of which nothing is known yet. */
  public Reputation() {}

  /**
   * What a tracker knew that kept no reputations.
   *
   * @param measured transfers of right pieces
   * @param wrong answers of late, at most three
   * @param lastWrong when the last of them came, 0 for never
   */
  public static Reputation before(double bytesPerSecond, long measured, int wrong, long lastWrong) {
    Reputation known = new Reputation();
    known.right = Math.min(measured, Rules.RIGHT_AGAIN);
    known.wrong = wrong;
    known.lastWrong = minute(lastWrong);
    known.audits = (int) Math.min(measured, Rules.RIGHT_AGAIN) + wrong;
    if (measured > 0) {
      float speed = (float) Math.log(Math.max(1, bytesPerSecond));
      known.set(
          Viewer.PROBE,
          new Trend(
              new Pace((float) Math.min((double) measured, Rules.MEASURED_MIN), speed, 0), 0, 0));
    }
    return known;
  }

  /** The same, and what is seen from now on does not change it. */
  public Reputation copy() {
    return read(write());
  }

  /** An audit got a right piece of a bit that nobody but the tracker chose. */
  public void right(long now) {
    fade(now);
    right = right * (float) Share.KEPT + 1;
    wrong *= (float) Share.KEPT;
    audits++;
    rightSince++;
  }

  /** An audit found a piece wrong, or missing, or withheld. */
  public void wrong(long now) {
    audits++;
    wrongToReader(now);
  }

  /** A gateway got something wrong, or not what the node says it has. */
  public void wrongToReader(long now) {
    fade(now);
    right *= (float) Share.KEPT;
    wrong = wrong * (float) Share.KEPT + 1;
    rightSince = 0;
    lastWrong = minute(now);
  }

  /** It answered, or did not. */
  public void asked(Viewer viewer, boolean answered, long now) {
    fade(now);
    float kept = (float) Share.KEPT;
    float yes = answered ? 1 : 0;
    if (viewer == Viewer.PROBE) {
      answeredProbes = answeredProbes * kept + yes;
      silentProbes = silentProbes * kept + (1 - yes);
    } else {
      answeredReaders = answeredReaders * kept + yes;
      silentReaders = silentReaders * kept + (1 - yes);
    }
  }

  /** So much came of it in this time. */
  public void measured(Viewer viewer, long bytes, long millis, long now) {
    fade(now);
    if (Pace.counts(bytes) > 0) {
      seen(viewer);
    }
    set(viewer, trend(viewer).measured(bytes, millis));
  }

  /** An audit got nothing in this time, of what it had just said that it has and serves. */
  public void silent(long millis, long now) {
    fade(now);
    seen(Viewer.PROBE);
    set(Viewer.PROBE, trend(Viewer.PROBE).silent(millis));
  }

  private void seen(Viewer viewer) {
    unread = viewer == Viewer.READER ? 0 : Math.min(unread + 1, UNREAD_MAX);
  }

  /** A gateway gave it up for another source. */
  public void overtaken(Overtaken by, long now) {
    fade(now);
    if (by.weight() > 0) {
      seen(Viewer.READER);
    }
    set(Viewer.READER, trend(Viewer.READER).overtaken(by));
  }

  private void set(Viewer viewer, Trend trend) {
    Pace pace = trend.before();
    if (viewer == Viewer.PROBE) {
      probeWeight = pace.weight();
      probeMean = pace.mean();
      probeVariance = pace.variance();
      probeRunWeight = trend.runWeight();
      probeRunMean = trend.runMean();
    } else {
      readerWeight = pace.weight();
      readerMean = pace.mean();
      readerVariance = pace.variance();
      readerRunWeight = trend.runWeight();
      readerRunMean = trend.runMean();
    }
  }

  /** Forgets what was wrong: it has shown since that this is over. */
  void forgive() {
    right = Math.min(right, rightSince);
    wrong = 0;
    lastWrong = 0;
  }

  private void fade(long now) {
    int minute = minute(now);
    if (faded == 0 || minute < faded) {
      faded = minute;
      return;
    }
    if (minute - faded < FADE_STEP_MINUTES) {
      return;
    }
    float kept = (float) Math.pow(0.5, (minute - faded) / (double) HALF_LIFE.toMinutes());
    right *= kept;
    wrong *= kept;
    answeredProbes *= kept;
    silentProbes *= kept;
    answeredReaders *= kept;
    silentReaders *= kept;
    probeWeight *= kept;
    readerWeight *= kept;
    faded = minute;
  }

  private static int minute(long millis) {
    return (int) (millis / MINUTE_MS);
  }

  /** The clock was set by so much, and all was as long ago as before. */
  public void shift(long millis) {
    lastWrong = shifted(lastWrong, millis);
    faded = shifted(faded, millis);
  }

  private static int shifted(int at, long millis) {
    return at == 0 ? 0 : Math.max(1, at + minute(millis));
  }

  /** The scores as of now. */
  public Scores scores(long now) {
    fade(now);
    return new Scores(
        audits,
        Share.score(right, wrong),
        Share.score(answeredProbes, silentProbes),
        Share.score(answeredReaders, silentReaders),
        pace(Viewer.PROBE).score(),
        pace(Viewer.READER).score());
  }

  /** How fast it is by those whose word counts, in bytes per second; null for not known. */
  public @Nullable Double bytesPerSecond() {
    Pace pace = pace();
    return pace.weight() > 0 ? pace.bytesPerSecond() : null;
  }

  /**
   * Its speed: those who read see what counts; a probe tells what they may expect until enough of
   * them did.
   */
  Pace pace() {
    return pace(isRead() ? Viewer.READER : Viewer.PROBE);
  }

  /** Whether gateways measured it often enough for their word to count. */
  boolean isRead() {
    float weight = pace(Viewer.READER).weight();
    return weight > 0 && weight >= Math.min(Rules.MEASURED_MIN, pace(Viewer.PROBE).weight());
  }

  Pace pace(Viewer viewer) {
    return trend(viewer).pace();
  }

  Trend trend(Viewer viewer) {
    return viewer == Viewer.PROBE
        ? new Trend(new Pace(probeWeight, probeMean, probeVariance), probeRunWeight, probeRunMean)
        : new Trend(
            new Pace(readerWeight, readerMean, readerVariance), readerRunWeight, readerRunMean);
  }

  /** How often audits measured it since a gateway did. */
  int unread() {
    return unread;
  }

  double right() {
    return right;
  }

  double wrong() {
    return wrong;
  }

  double answered(Viewer viewer) {
    return viewer == Viewer.PROBE ? answeredProbes : answeredReaders;
  }

  double silent(Viewer viewer) {
    return viewer == Viewer.PROBE ? silentProbes : silentReaders;
  }

  /** Audits that it answered, right or wrong, ever. */
  public int audits() {
    return audits;
  }

  /** Right answers since the last wrong one. */
  int rightSince() {
    return rightSince;
  }

  /** When the last wrong answer came, to the minute; 0 for never. */
  long lastWrong() {
    return lastWrong * MINUTE_MS;
  }

  /** To be kept; {@link #read} takes it back. */
  public byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(WRITTEN_BYTES).put(VERSION);
    out.putFloat(right).putFloat(wrong);
    out.putFloat(answeredProbes).putFloat(silentProbes);
    out.putFloat(answeredReaders).putFloat(silentReaders);
    for (Viewer viewer : Viewer.values()) {
      Pace pace = pace(viewer);
      out.putFloat(pace.weight()).putFloat(pace.mean()).putFloat(pace.variance());
    }
    return out.putInt(audits).putInt(rightSince).putInt(lastWrong).putInt(faded).array();
  }

  /**
   * What was written.
   *
   * @throws IllegalArgumentException if it was not written by {@link #write}
   */
  public static Reputation read(byte[] written) {
    if (written.length != WRITTEN_BYTES || written[0] != VERSION) {
      throw new IllegalArgumentException(
          "a reputation has %d bytes and begins with %d, this has %d bytes"
              .formatted(WRITTEN_BYTES, VERSION, written.length));
    }
    ByteBuffer in = ByteBuffer.wrap(written).position(1);
    Reputation read = new Reputation();
    read.right = in.getFloat();
    read.wrong = in.getFloat();
    read.answeredProbes = in.getFloat();
    read.silentProbes = in.getFloat();
    read.answeredReaders = in.getFloat();
    read.silentReaders = in.getFloat();
    for (Viewer viewer : Viewer.values()) {
      Pace pace = new Pace(in.getFloat(), in.getFloat(), in.getFloat());
      read.set(viewer, new Trend(pace, 0, 0));
    }
    read.audits = in.getInt();
    read.rightSince = in.getInt();
    read.lastWrong = in.getInt();
    read.faded = in.getInt();
    return read;
  }
}
