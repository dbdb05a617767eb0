// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.simulation;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.assignment.MeritBook;
import io.fractus.tracker.availability.Lifetime;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.PatientHistory;
import io.fractus.tracker.history.ProbeVerdict;
import io.fractus.tracker.placement.Merits;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that come, go and leave by the hour, and the tracker's own registry and history of them on
 * disk, which are told what a tracker would see: channels that open and end, and probes.
 */
final class SimulatedCloud implements AutoCloseable {
  /** A Monday, 00:00. */
  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** Hours of a week. */
  static final int WEEK = 168;

  static final long SHARE_BYTES = 1_000_000_000;

  /** Of a hundred sites so many are of each kind: a tenth servers, a third labs. */
  private static final Habit[] SITES = new Habit[100];

  private static final int ZONES = 4;
  private static final int ZONE_HOURS = 6;

  /** Has no divisor in common with 100, so that a hundred sites in a row have all kinds. */
  private static final int STRIDE = 37;

  /** How often the history is written: what comes between is in its memory. */
  private static final int TICK_HOURS = 72;

  /** Once in so many hours a node that is here is asked for a piece. */
  private static final int PROBED_EACH = 6;

  private static final long PROBE_BYTES = 64 << 10;
  private static final long PROBE_MS = 50;

  /** A site is dark about twice a year, for half a day or so. */
  private static final double SITE_OUTAGES_PER_HOUR = 2.0 / 8_760;

  private static final double SITE_OUTAGE_HOURS = 12;

  /** How many nodes the tracker estimates anew in an hour, once it knows all. */
  private static final int ESTIMATES_MAX = 64;

  private static final double AGE_DAYS_MAX = 365;
  private static final int NEVER = Integer.MAX_VALUE / 2;

  static {
    Object[][] shares = {
      {Habit.RACK, 4},
      {Habit.NAS, 6},
      {Habit.ENTHUSIAST, 10},
      {Habit.OFFICE, 5},
      {Habit.LAB, 30},
      {Habit.SHOP, 20},
      {Habit.HOME, 20},
      {Habit.PHONE, 5}
    };
    int site = 0;
    for (Object[] share : shares) {
      for (int i = 0; i < (int) share[1]; i++) {
        SITES[site++] = (Habit) share[0];
      }
    }
  }

  private final int hours;
  private final SplittableRandom chance;
  private final Registry registry;
  final List<SimulatedNode> nodes = new ArrayList<>();
  final NodeHistory history;
  private final MeritBook book;
  private MeritBook.@Nullable Reader reader;
  private int readerOf = -1;
  private int hour;

  /**
   * @param count nodes at any time: who leaves is replaced
   * @param perSite nodes of a site
   * @param hours how long all of it takes
   */
  SimulatedCloud(Path directory, long seed, int count, int perSite, int hours) {
    this.hours = hours;
    this.chance = new SplittableRandom(seed);
    this.registry = Registry.open(directory.resolve("registry.db"));
    this.history = PatientHistory.of(registry, this::now, Duration.ofHours(TICK_HOURS + 1));
    this.book = new MeritBook(history);
    registry.write(rows -> {
      for (int site = 0; site * perSite < count; site++) {
        Habit habit = SITES[site * STRIDE % SITES.length];
        BitSet dark = outages();
        for (int i = 0; i < perSite; i++) {
          for (int joins = 0; joins < hours; ) {
            SimulatedNode node = node(rows, "site-" + site, habit, site, joins, dark);
            joins = node.leaves();
          }
        }
      }
      return null;
    });
  }

  private BitSet outages() {
    BitSet dark = new BitSet();
    for (double at = 0; at < hours; ) {
      at += exponential(1 / SITE_OUTAGES_PER_HOUR);
      double ends = at + exponential(SITE_OUTAGE_HOURS);
      dark.set((int) at, (int) Math.ceil(ends));
      at = ends;
    }
    return dark;
  }

  /** A node that joins in an hour, or, in the first, has been here for up to a year. */
  private SimulatedNode node(
      Rows rows, String site, Habit habit, int number, int joins, BitSet dark) {
    double ageDays = joins == 0 ? chance.nextDouble() * AGE_DAYS_MAX : 0;
    double residual = Lifetime.residualDays(habit.kind(), ageDays);
    double days = residual * (1 / Math.sqrt(1 - chance.nextDouble()) - 1);
    int leaves = (int) Math.min(NEVER, joins + 1 + Math.round(days * 24));
    BitSet on = habit.on(hours, number % ZONES * ZONE_HOURS, chance);
    on.clear(0, joins);
    on.clear(Math.min(hours, leaves), hours);
    on.andNot(dark);
    String name = "node-" + nodes.size();
    Instant joined = at(joins).minus(Duration.ofMinutes((long) (ageDays * 1_440)));
    rows.nodes()
        .add(
            new JoinRequest(
                name,
                site,
                "zone-" + number % ZONES,
                habit.kind().name().toLowerCase(Locale.ROOT),
                SHARE_BYTES,
                null,
                1,
                "test"),
            new PeerAddress("127.0.0.1", 1),
            "id-" + name,
            "token-" + name,
            "passkey-" + name,
            joined);
    NodeRecord record = rows.nodes().byName(name).orElseThrow();
    SimulatedNode node = new SimulatedNode(record, habit, joins, leaves, on);
    nodes.add(node);
    return node;
  }

  private double exponential(double mean) {
    return -mean * Math.log1p(-chance.nextDouble());
  }

  private static Instant at(int hour) {
    return START.plus(Duration.ofHours(hour));
  }

  /** The time, by both clocks. */
  Instant now() {
    return at(hour);
  }

  int hour() {
    return hour;
  }

  /** What placement knows of a node in this hour. */
  Merits merits(SimulatedNode node) {
    MeritBook.Reader now = reader;
    if (now == null || readerOf != hour) {
      now = book.at(now(), now == null ? Integer.MAX_VALUE : ESTIMATES_MAX);
      reader = now;
      readerOf = hour;
    }
    return now.of(node.record());
  }

  /** All that have joined by now; who left is still one. */
  List<SimulatedNode> members() {
    return nodes.stream().filter(node -> node.joins() <= hour).toList();
  }

  /** Lets an hour pass, and tells the history what a tracker sees in it. */
  void pass() {
    for (SimulatedNode node : nodes) {
      boolean here = node.isHere(hour);
      boolean was = hour > 0 && node.isHere(hour - 1);
      if (here && !was) {
        history.recordChannelOpened(node.key());
      } else if (was && !here) {
        history.recordChannelLost(node.key(), now(), false);
      }
      if (here && chance.nextInt(PROBED_EACH) == 0) {
        history.recordProbe(node.key(), ProbeVerdict.SERVED, PROBE_BYTES, PROBE_MS);
      }
    }
    hour++;
    if (hour % TICK_HOURS == 0) {
      history.tick();
    }
  }

  @Override
  public void close() {
    history.close();
    registry.close();
  }
}
