// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.ReportRequest.Pace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bits of one window while they are asked for: whoever comes first, until there are enough. Not
 * thread-safe; used once.
 */
final class WindowRace {
  /*
   * Enough are the data bits that are wanted, or any k. The data bits are asked for first, each of
   * the copy that is expected soonest, but for those that would take much longer than k others: for
   * these, others are read and decoded.
   *
   * A source that is overdue is hedged: another copy of its bit is asked as well, or as many other
   * bits as make k, whichever is expected sooner, if that is sooner than what is left of it at its
   * present pace, and if the budget allows it. For one that gave most of its bit it has to be much
   * sooner, for that would have been sent for nothing.
   * A small read asks one more than it needs from the beginning, if the budget can spare it.
   *
   * When there are enough, the others are ended where they are. One that was late and would have
   * taken several times as long as those was overtaken: it is reported, and for a while asked last.
   */

  private final List<BitSource> sources;
  private final int dataBits;
  private final Window window;
  private final boolean[] wanted;
  private final Hedging hedging;
  private final ExecutorService threads;
  private final BlockingQueue<Attempt> over = new LinkedBlockingQueue<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final byte[][] units;
  private final int bytes;
  private boolean isDetour;
  private long taken;
  private long wasted;
  private int ofNodes;
  private long slowestNanos;

  /**
   * A race for one window.
   *
   * @param sources one for each bit of the stripe
   * @param dataBits k
   * @param wanted the data bits that are wanted, one flag for each
   * @param threads starts a thread for each task
   */
  WindowRace(
      List<BitSource> sources,
      int dataBits,
      Window window,
      boolean[] wanted,
      Hedging hedging,
      ExecutorService threads) {
    this.sources = sources;
    this.dataBits = dataBits;
    this.window = window;
    this.wanted = wanted;
    this.hedging = hedging;
    this.threads = threads;
    this.units = new byte[sources.size()][];
    this.bytes = sources.getFirst().length(window);
  }

  /**
   * Runs it.
   *
   * @return for each bit its pieces, or null; not enough of them if there are no more
   */
  byte[][] run() throws InterruptedException {
    try {
      boolean isHopeful = askMore();
      bindLate();
      while (isHopeful && !isEnough()) {
        Attempt next = next();
        if (next == null) {
          lookAtLanes();
        } else {
          isHopeful = finished(next);
        }
      }
      return units;
    } finally {
      end();
    }
  }

  private @Nullable Attempt next() throws InterruptedException {
    long lookAt = lanes.stream().mapToLong(Lane::lookAt).min().orElse(Long.MAX_VALUE);
    return lookAt == Long.MAX_VALUE
        ? over.take()
        : over.poll(lookAt - hedging.now(), TimeUnit.NANOSECONDS);
  }

  /** Whether the wanted bits are there, or can be decoded. */
  boolean isEnough() {
    return came() >= dataBits || isWhole();
  }

  private boolean isWhole() {
    for (int bit = 0; bit < dataBits; bit++) {
      if (wanted[bit] && units[bit] == null) {
        return false;
      }
    }
    return true;
  }

  private int came() {
    return (int) Arrays.stream(units).filter(Objects::nonNull).count();
  }

  /** How many bits are there, or could be asked for. */
  int reachable() {
    return (int) sources.stream().filter(source -> isHere(source) || source.isPromising()).count();
  }

  private boolean isHere(BitSource source) {
    return units[source.position()] != null;
  }

  /** Whether a bit is there or under way. */
  private boolean isCovered(BitSource source) {
    return isHere(source) || lanes.stream().anyMatch(lane -> lane.source() == source);
  }

  /** Those that could be asked for, the soonest first, data bits before others. */
  private List<BitSource> uncovered() {
    return sources.stream()
        .filter(source -> source.isPromising() && !isCovered(source))
        .sorted(Comparator.comparingLong(source -> source.expected(bytes)))
        .toList();
  }

  /**
   * Asks for what will be enough if all goes well.
   *
   * @return false if there can never be enough
   */
  private boolean askMore() {
    List<BitSource> missing = new ArrayList<>();
    for (int bit = 0; bit < dataBits; bit++) {
      if (wanted[bit] && !isCovered(sources.get(bit))) {
        missing.add(sources.get(bit));
      }
    }
    int needed = dataBits - (int) sources.stream().filter(this::isCovered).count();
    if (missing.isEmpty() || needed <= 0) {
      return true;
    }
    List<BitSource> others = uncovered();
    long limit = limit(others, needed);
    List<BitSource> good =
        missing.stream()
            .filter(source -> source.isPromising() && source.expected(bytes) <= limit)
            .toList();
    if (good.size() == missing.size()) {
      good.forEach(this::ask);
      return true;
    }
    if (others.size() < needed) {
      return false;
    }
    isDetour = true;
    List<BitSource> chosen = new ArrayList<>(good);
    others.stream().filter(source -> !good.contains(source)).forEach(chosen::add);
    chosen.stream().limit(needed).forEach(this::ask);
    return true;
  }

  /** What takes longer than this is read around: much longer than as many others as are needed. */
  private long limit(List<BitSource> others, int needed) {
    if (others.size() < needed) {
      return Long.MAX_VALUE - 1;
    }
    long last = others.get(needed - 1).expected(bytes);
    return Math.max((long) (last * ReadLimits.SLOW_FACTOR), last + ReadLimits.LATE_MIN.toNanos());
  }

  private void ask(BitSource source) {
    long expected = source.expected(bytes);
    Attempt attempt = source.ask(window, over::add);
    lanes.add(new Lane(attempt, expected));
    threads.execute(attempt);
  }

  /** Asks one more than is needed, if that costs little and is likely to be as soon. */
  private void bindLate() {
    int asked = lanes.size();
    if (isDetour || asked == 0 || (long) asked * bytes > ReadLimits.SMALL_READ_BYTES) {
      return;
    }
    Lane last = lanes.stream().max(Comparator.comparingLong(Lane::expected)).orElseThrow();
    Optional<BitSource> more =
        asked < dataBits
            ? Optional.of(last.source()).filter(BitSource::isPromising)
            : uncovered().stream().findFirst();
    if (more.isPresent()
        && lanes.stream().allMatch(lane -> lane.attempt().copy() != null)
        && more.get().expected(bytes) <= ReadLimits.SLOW_FACTOR * last.expected()
        && hedging.budget().takeSpare(bytes)) {
      taken += bytes;
      hedging.budget().boundLate();
      ask(more.get());
    }
  }

  private boolean finished(Attempt attempt) {
    if (!lanes.removeIf(lane -> lane.attempt() == attempt)) {
      // It was given up: how it ended then is our doing, and nothing to blame its node for.
      return true;
    }
    RuntimeException error = attempt.error();
    if (error != null) {
      throw error;
    }
    BitSource source = attempt.source();
    source.ended(attempt);
    byte[] pieces = attempt.bytes();
    if (pieces == null) {
      return askMore();
    }
    units[source.position()] = pieces;
    if (attempt.copy() != null) {
      ofNodes++;
      slowestNanos = Math.max(slowestNanos, attempt.tookNanos());
    }
    dropBeaten();
    return true;
  }

  /** Ends those whose bit is there, and those that are late and in whose place others are here. */
  private void dropBeaten() {
    long now = hedging.now();
    boolean isReplaced = onTime(now) >= dataBits;
    for (Lane lane : List.copyOf(lanes)) {
      if (isHere(lane.source()) || (isReplaced && lane.isHedged())) {
        giveUp(lane, now);
      }
    }
  }

  /** How many bits are there, or under way and not overdue. */
  private int onTime(long now) {
    return (int)
        sources.stream()
            .filter(source ->
                isHere(source)
                    || lanes.stream()
                        .anyMatch(lane -> lane.source() == source && !lane.isOverdue(now)))
            .count();
  }

  private void lookAtLanes() {
    long now = hedging.now();
    List<Lane> looked = lanes.stream().filter(lane -> lane.lookAt() <= now).toList();
    looked.forEach(lane -> lane.foresee(now));
    for (Lane lane : looked) {
      if (lane.isOverdue(now)) {
        hedge(lane, now);
      }
      lane.sample(now);
    }
  }

  private void hedge(Lane lane, long now) {
    long left = lane.left(now);
    long same = lane.source().expected(bytes);
    int needed = dataBits - onTime(now);
    if (needed <= 0) {
      // Enough others are under way.
      return;
    }
    List<BitSource> others = uncovered().stream().limit(needed).toList();
    long decode = others.size() == needed ? others.getLast().expected(bytes) : Long.MAX_VALUE;
    List<BitSource> sooner = same <= decode ? List.of(lane.source()) : others;
    if (Math.min(same, decode) < left - lane.savingMin()
        && came() + lanes.size() + sooner.size() <= dataBits + ReadLimits.MORE_BITS_MAX
        && hedging.budget().take((long) sooner.size() * bytes)) {
      taken += (long) sooner.size() * bytes;
      hedging.budget().hedged();
      lane.hedged();
      sooner.forEach(this::ask);
    }
  }

  private void end() {
    long now = hedging.now();
    List.copyOf(lanes).forEach(lane -> giveUp(lane, now));
    int asWanted = 0;
    for (boolean each : wanted) {
      asWanted += each ? 1 : 0;
    }
    long useful = (long) Math.min(ofNodes, asWanted) * bytes;
    long more = (long) ofNodes * bytes - useful;
    hedging.budget().settle(taken, wasted + (isDetour ? 0 : more));
    hedging.budget().read(useful, isDetour ? more : 0);
  }

  private void giveUp(Lane lane, long now) {
    lanes.remove(lane);
    wasted += lane.attempt().received();
    long nanos = BitSource.projected(lane.attempt(), now - lane.attempt().started());
    boolean wasOvertaken = wasOvertaken(lane, nanos, now);
    if (wasOvertaken && lane.isHedged()) {
      hedging.budget().overtook();
    }
    lane.source().gaveUp(lane.attempt(), wasOvertaken ? pace() : null, lane.isLate(nanos));
  }

  private boolean wasOvertaken(Lane lane, long nanos, long now) {
    return ofNodes > 0
        && lane.attempt().copy() != null
        && lane.isOverdue(now)
        && nanos >= ReadLimits.SLOW_FACTOR * slowestNanos;
  }

  private Pace pace() {
    return new Pace(ofNodes, bytes, TimeUnit.NANOSECONDS.toMillis(slowestNanos));
  }
}
