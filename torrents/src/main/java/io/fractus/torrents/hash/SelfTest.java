// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import io.fractus.torrents.hash.HashKernels.Choice;
import io.fractus.torrents.hash.HashKernels.Report;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * One comparison of lanes with the JDK: first that they say the same, then which is faster. Used
 * once.
 */
final class SelfTest {
  /** Longest test. Lanes are compiled after 0.5 s of one core; a loaded machine needs longer. */
  static final Duration TIME_MAX = Duration.ofMillis(1_500);

  /** How many times as fast lanes must be: below it the gain is not worth a second way. */
  static final double GAIN_MIN = 1.2;

  /** Rounds in a row that lanes must win: one may be luck, for the other thread was preempted. */
  static final int WINS_MIN = 4;

  /** Comparisons of hashes, each of some messages of one random length. */
  private static final int COMPARISONS = 24;

  /** Longest message of a comparison, in bytes: 16 blocks and a rest. */
  private static final int COMPARED_MAX = 1_088;

  /** Bytes of each message that is timed: cold lanes need about 20 ms for 16 of them. */
  private static final int TIMED = 4 << 10;

  /** How often they are hashed in a round: some tenths of a millisecond when compiled. */
  private static final int REPEATS = 4;

  private static final int MESSAGES = BlockLanes.LANES;

  private final HashAlgorithm algorithm;
  private final LongSupplier nanoTime;
  private final LaneDigest lanes;
  private final LaneDigest jdk;
  private final byte[][] data = new byte[MESSAGES][TIMED + BlockLanes.BLOCK];
  private final int[] offsets = new int[MESSAGES];
  private final byte[] ofLanes;
  private final byte[] ofJdk;

  SelfTest(HashAlgorithm algorithm, LongSupplier nanoTime) {
    this.algorithm = algorithm;
    this.nanoTime = nanoTime;
    this.lanes = new LaneDigest(algorithm, Choice.LANES);
    this.jdk = new LaneDigest(algorithm, Choice.JDK);
    this.ofLanes = new byte[MESSAGES * algorithm.bytes()];
    this.ofJdk = new byte[MESSAGES * algorithm.bytes()];
  }

  Report run() {
    // What is hashed need not be secret, only different from lane to lane.
    Random random = new Random(MESSAGES);
    for (byte[] message : data) {
      random.nextBytes(message);
    }
    for (int i = 0; i < COMPARISONS; i++) {
      for (int lane = 0; lane < MESSAGES; lane++) {
        offsets[lane] = random.nextInt(BlockLanes.BLOCK);
      }
      if (!same(random.nextInt(COMPARED_MAX + 1))) {
        return Report.jdk(0, 0, "the lanes hashed wrongly on this machine");
      }
    }
    return faster();
  }

  private boolean same(int length) {
    lanes.digest(data, offsets, length, MESSAGES, ofLanes, 0);
    jdk.digest(data, offsets, length, MESSAGES, ofJdk, 0);
    return Arrays.equals(ofLanes, ofJdk);
  }

  private Report faster() {
    long start = nanoTime.getAsLong();
    double jdkSpeed = 0;
    double lanesSpeed = 0;
    int wins = 0;
    while (nanoTime.getAsLong() - start < TIME_MAX.toNanos()) {
      double jdkRound = speed(jdk, ofJdk);
      double lanesRound = speed(lanes, ofLanes);
      jdkSpeed = Math.max(jdkSpeed, jdkRound);
      lanesSpeed = Math.max(lanesSpeed, lanesRound);
      wins = lanesRound >= GAIN_MIN * jdkSpeed ? wins + 1 : 0;
      if (wins == WINS_MIN && Arrays.equals(ofLanes, ofJdk)) {
        return Report.lanes(jdkSpeed, lanesSpeed, said("", jdkSpeed, lanesSpeed));
      }
    }
    return Report.jdk(
        jdkSpeed, lanesSpeed, said("not fast enough in time: ", jdkSpeed, lanesSpeed));
  }

  /** Bytes a nanosecond, which is gigabytes a second. */
  private double speed(LaneDigest digest, byte[] out) {
    long before = nanoTime.getAsLong();
    for (int i = 0; i < REPEATS; i++) {
      digest.digest(data, offsets, TIMED, MESSAGES, out, 0);
    }
    long elapsed = Math.max(1, nanoTime.getAsLong() - before);
    return (double) MESSAGES * TIMED * REPEATS / elapsed;
  }

  private String said(String prefix, double jdkSpeed, double lanesSpeed) {
    return String.format(
        Locale.ROOT,
        "%s%s of %d messages at once %.1f GB/s, by the JDK %.1f GB/s",
        prefix,
        algorithm.jdkName(),
        MESSAGES,
        lanesSpeed,
        jdkSpeed);
  }
}
