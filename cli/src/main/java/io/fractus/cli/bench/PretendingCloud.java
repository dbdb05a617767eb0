// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.tracker.probe.AuditChoice;
import io.fractus.tracker.reputation.Crowd;
import io.fractus.tracker.reputation.Reputation;
import io.fractus.tracker.reputation.Rules;
import io.fractus.tracker.reputation.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A cloud in which some nodes pretend, judged by the classes that judge in a tracker, in a time of
 * its own. The same for the same seed. Not thread-safe.
 */
final class PretendingCloud {
  /*
   * Every quarter of an hour each node is audited as the tracker does it, three times as often
   * while it has few audits, and read by gateways now and then. Honest nodes are not perfect: some
   * are at night away, bits rot on their disks until an audit finds that, lines are slow for a
   * while, and of the answers to gateways one in a hundred is lost on the way.
   */

  static final int BITS = 100;
  static final double HIDDEN = 0.2;

  private static final long STEP_MS = Duration.ofMinutes(5).toMillis();
  private static final int STEPS_AN_AUDIT = 3;
  private static final int STEPS_A_DAY = 288;
  private static final int AUDITS_FEW = 30;
  private static final int JUDGED_EVERY = 12;
  private static final long PIECE = 64 << 10;
  private static final double READS_A_STEP = 0.1;
  private static final double LOST_ON_THE_WAY = 0.01;
  private static final double ROTS_A_DAY = 0.001;
  private static final double USUAL_SPEED = 2 << 20;

  /** What nodes do. */
  enum Kind {
    HONEST,
    /** Has nothing that it says it has. */
    LACKS,
    /** Lacks a fifth, and serves the rest. */
    HIDES,
    /** Is twenty times slower for gateways than for probes. */
    TWO_FACED,
    /** Has nothing, and fetches what it is asked for from a friend that is at night away. */
    RELAYS
  }

  private final Random random;
  private final AuditChoice choice;
  private final List<Node> nodes = new ArrayList<>();
  private Crowd crowd = Crowd.UNKNOWN;
  private long now = Duration.ofDays(20_000).toMillis();
  private int step;

  /** A node and what is known of it. */
  static final class Node {
    private final Reputation reputation = new Reputation();
    private final long[] auditedMillis = new long[BITS];
    private final boolean[] lacks = new boolean[BITS];
    private final boolean isAwayAtNight;
    private final double speed;
    private Kind kind;
    private Set<String> tags = Set.of();
    private final Set<String> everTagged = new HashSet<>();
    private int audits;
    private int reads;
    private int failed;
    private int caughtAfter = -1;

    private Node(Kind kind, boolean isAwayAtNight, double speed) {
      this.kind = kind;
      this.isAwayAtNight = isAwayAtNight;
      this.speed = speed;
    }

    Kind kind() {
      return kind;
    }

    Set<String> tags() {
      return tags;
    }

    /** Whether it ever had that tag. */
    boolean wasEver(String tag) {
      return everTagged.contains(tag);
    }

    /** Audits that it failed until it was caught. */
    int failed() {
      return failed;
    }

    /** Audits, or reads of who is two-faced, until it was caught; -1 if it was not. */
    int caughtAfter() {
      return caughtAfter;
    }

    /** From now on it is honest, and has all bits. */
    void repair() {
      kind = Kind.HONEST;
      Arrays.fill(lacks, false);
    }
  }

  /**
   * @param count how many nodes
   * @param each share of the nodes that pretend in each way
   */
  PretendingCloud(long seed, int count, double each) {
    this.random = new Random(seed);
    this.choice = new AuditChoice(random);
    Kind[] kinds = Kind.values();
    for (int i = 0; i < count; i++) {
      int pretends = (int) (i / (each * count));
      Kind kind = pretends < kinds.length - 1 ? kinds[1 + pretends] : Kind.HONEST;
      double speed = USUAL_SPEED * Math.exp(random.nextGaussian());
      // Who is away whenever its friend is cannot be told from it.
      boolean away = random.nextInt(3) == 0 && kind != Kind.RELAYS;
      Node node = new Node(kind, away, speed);
      for (int bit = 0; bit < BITS; bit++) {
        node.lacks[bit] = kind == Kind.LACKS || (kind == Kind.HIDES && bit < HIDDEN * BITS);
      }
      nodes.add(node);
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Node> nodes(Kind kind) {
    return nodes.stream().filter(node -> node.kind() == kind).toList();
  }

  /** Lets days pass. */
  void pass(int days) {
    for (int i = 0; i < days * STEPS_A_DAY; i++) {
      step++;
      now += STEP_MS;
      for (Node node : nodes) {
        live(node);
      }
      if (step % JUDGED_EVERY == 0) {
        Crowd.Census census = new Crowd.Census();
        nodes.forEach(node -> census.add(node.reputation));
        crowd = census.crowd();
        nodes.forEach(this::judge);
      }
    }
  }

  private void live(Node node) {
    if (node.kind == Kind.HONEST && random.nextDouble() < ROTS_A_DAY / STEPS_A_DAY) {
      node.lacks[random.nextInt(BITS)] = true;
    }
    boolean here = !(node.isAwayAtNight && isNight());
    if (node.audits < AUDITS_FEW || step % STEPS_AN_AUDIT == 0) {
      audit(node, here);
    }
    if (random.nextDouble() < READS_A_STEP && here) {
      read(node);
    }
  }

  private boolean isNight() {
    return step % STEPS_A_DAY >= STEPS_A_DAY * 2 / 3;
  }

  private void audit(Node node, boolean here) {
    node.reputation.asked(Viewer.PROBE, here, now);
    if (!here) {
      return;
    }
    List<AuditChoice.Candidate> drawn = new ArrayList<>();
    int draws = choice.draws();
    for (int i = 0; i < draws; i++) {
      int bit = random.nextInt(BITS);
      // Every other bit of a relay is its friend's as well, and the friend is here by day.
      boolean alone = bit % 2 == 0 || isNight();
      drawn.add(new AuditChoice.Candidate(bit, node.auditedMillis[bit], alone));
    }
    int bit = (int) choice.pick(drawn).bit();
    node.auditedMillis[bit] = now;
    node.audits++;
    boolean isRight = node.kind == Kind.RELAYS ? !isNight() : !node.lacks[bit];
    if (isRight) {
      node.reputation.right(now);
      measure(node, Viewer.PROBE, node.speed);
      return;
    }
    node.reputation.wrong(now);
    node.failed += node.caughtAfter < 0 ? 1 : 0;
    if (node.kind == Kind.HONEST) {
      // It verifies what is in doubt, and fetches it again.
      node.lacks[bit] = false;
    }
    judge(node);
  }

  private void read(Node node) {
    boolean answers = random.nextDouble() >= LOST_ON_THE_WAY;
    node.reputation.asked(Viewer.READER, answers, now);
    if (answers) {
      node.reads++;
      measure(node, Viewer.READER, node.kind == Kind.TWO_FACED ? node.speed / 20 : node.speed / 2);
    }
  }

  /** Lines are shared: half as fast or twice as fast as usual is nothing. */
  private void measure(Node node, Viewer viewer, double speed) {
    double seen = speed * Math.exp(random.nextGaussian() / 2);
    node.reputation.measured(viewer, PIECE, Math.max(1, Math.round(PIECE * 1e3 / seen)), now);
  }

  private void judge(Node node) {
    double hours = step / 12.0;
    node.tags =
        Set.copyOf(
            Rules.judge(node.reputation, new Rules.Facts(hours, crowd, node.tags), now).keySet());
    node.everTagged.addAll(node.tags);
    boolean caught = node.tags.contains(node.kind == Kind.TWO_FACED ? Rules.SLOW : "liar");
    if (caught && node.caughtAfter < 0) {
      node.caughtAfter = node.kind == Kind.TWO_FACED ? node.reads : node.audits;
    }
  }
}
