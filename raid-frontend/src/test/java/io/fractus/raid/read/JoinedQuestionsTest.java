// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads that ask a tracker which answers one at a time, when the test lets it. */
class JoinedQuestionsTest {
  private static final int AT_ONCE = ReadLimits.QUESTIONS_AT_ONCE;
  private static final int LOOKS_MAX = 30_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<List<InfoHash>> asked = new CopyOnWriteArrayList<>();
  private final Semaphore answers = new Semaphore(0);
  private final JoinedQuestions questions = new JoinedQuestions(this::answer);
  private volatile boolean isAway;

  @AfterEach
  void end() {
    answers.release(1_000);
    threads.close();
  }

  private Map<InfoHash, List<Copy>> answer(List<InfoHash> bits) {
    asked.add(bits);
    answers.acquireUninterruptibly();
    if (isAway) {
      throw new TrackerException("away", new java.io.IOException("said by a test"));
    }
    Map<InfoHash, List<Copy>> copies = new HashMap<>();
    // Of bit 0 nothing is known.
    bits.stream().filter(bit -> !bit.equals(bit(0))).forEach(bit -> copies.put(bit, copyOf(bit)));
    return copies;
  }

  @Test
  void ask_crowd_isAskedTogetherAndEachHasItsAnswer() throws Exception {
    List<Future<Map<InfoHash, List<Copy>>>> first = ask(1, AT_ONCE);
    until(() -> asked.size() == AT_ONCE);
    List<Future<Map<InfoHash, List<Copy>>>> crowd = ask(100, 50);
    until(() -> questions.waiting() == 50);

    answers.release(AT_ONCE + 1);

    check(first, 1);
    check(crowd, 100);
    assertThat(asked).hasSize(AT_ONCE + 1);
    assertThat(asked.getLast()).hasSize(51);
    assertThat(questions.waiting()).isZero();
  }

  @Test
  void ask_moreThanOneMessageHolds_areSeveral() throws Exception {
    List<Future<Map<InfoHash, List<Copy>>>> first = ask(1, AT_ONCE);
    until(() -> asked.size() == AT_ONCE);
    int many = 3 * ReadLimits.BITS_JOINED / 2;
    List<Future<Map<InfoHash, List<Copy>>>> crowd = ask(100, many);
    until(() -> questions.waiting() == many);

    answers.release(1_000);

    check(first, 1);
    check(crowd, 100);
    assertThat(asked).allMatch(bits -> bits.size() <= ReadLimits.BITS_JOINED);
  }

  @Test
  void ask_trackerAway_eachOfThemHears() throws Exception {
    isAway = true;
    List<Future<Map<InfoHash, List<Copy>>>> all = new ArrayList<>(ask(1, AT_ONCE));
    until(() -> asked.size() == AT_ONCE);
    all.addAll(ask(100, 5));
    until(() -> questions.waiting() == 5);
    answers.release(1_000);
    for (Future<Map<InfoHash, List<Copy>>> each : all) {
      assertThatThrownBy(() -> each.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TrackerException.class);
    }
    isAway = false;
    assertThat(questions.ask(List.of(bit(7)))).containsOnlyKeys(bit(7));
  }

  @Test
  void ask_oneIsInterrupted_theOthersHaveTheirAnswer() throws Exception {
    List<Future<Map<InfoHash, List<Copy>>>> first = ask(1, AT_ONCE);
    until(() -> asked.size() == AT_ONCE);
    List<Future<Map<InfoHash, List<Copy>>>> crowd = ask(100, 5);
    until(() -> questions.waiting() == 5);
    assertThat(crowd.getFirst().cancel(true)).isTrue();
    answers.release(1_000);
    check(first, 1);
    check(crowd.subList(1, 5), 101);
  }

  /** Each asks for bit 0, and for one of its own. */
  private List<Future<Map<InfoHash, List<Copy>>>> ask(int from, int count) {
    List<Future<Map<InfoHash, List<Copy>>>> all = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      List<InfoHash> bits = List.of(bit(0), bit(i));
      all.add(threads.submit(() -> questions.ask(bits)));
      // In this order.
      int come = all.size();
      until(() -> from == 1 ? asked.size() >= come : questions.waiting() >= come);
    }
    return all;
  }

  private static void check(List<Future<Map<InfoHash, List<Copy>>>> all, int from)
      throws Exception {
    for (int i = 0; i < all.size(); i++) {
      InfoHash own = bit(from + i);
      assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(Map.of(own, copyOf(own)));
    }
  }

  private static void until(java.util.function.BooleanSupplier so) {
    for (int i = 0; i < LOOKS_MAX && !so.getAsBoolean(); i++) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(so.getAsBoolean()).isTrue();
  }

  private static InfoHash bit(int number) {
    return InfoHash.of(HexFormat.of().parseHex("%040x".formatted(number)));
  }

  private static List<Copy> copyOf(InfoHash bit) {
    PeerAddress peer = new PeerAddress("127.0.0.1", 1);
    return List.of(new Copy(bit.toString(), "n", "s", peer, CopyState.COMPLETE, true));
  }
}
