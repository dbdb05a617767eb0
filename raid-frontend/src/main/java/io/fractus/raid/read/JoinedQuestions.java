// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Who has which bits, asked for many reads together while others wait for answers. Thread-safe. */
final class JoinedQuestions {
  /*
   * A few questions are under way at a time. What is asked meanwhile waits, and then goes as one
   * question. So a reader that is alone never waits, and a crowd of them costs the tracker and us a
   * few messages in place of one for each. Nobody gets an answer that was given before he asked.
   *
   * A question of one reader is asked on its thread, one of several on a thread of its own: a
   * reader that is interrupted, for its client has left, ends nobody else's wait.
   */

  private final Function<List<InfoHash>, Map<InfoHash, List<Copy>>> tracker;
  private final Deque<Question> waiting = new ArrayDeque<>();
  private int underWay;

  private record Question(
      List<InfoHash> bits, CompletableFuture<Map<InfoHash, List<Copy>>> answer) {}

  /**
   * Without questions yet.
   *
   * @param tracker answers one; may throw {@link TrackerException}
   */
  JoinedQuestions(Function<List<InfoHash>, Map<InfoHash, List<Copy>>> tracker) {
    this.tracker = tracker;
  }

  /**
   * Asks for copies of bits, of which those that nobody has may be left out; blocks.
   *
   * @throws TrackerException if there is no answer
   */
  Map<InfoHash, List<Copy>> ask(List<InfoHash> bits) {
    Question question = new Question(bits, new CompletableFuture<>());
    boolean isFree;
    synchronized (this) {
      isFree = underWay < ReadLimits.QUESTIONS_AT_ONCE;
      if (isFree) {
        underWay++;
      } else {
        waiting.add(question);
      }
    }
    if (isFree) {
      answer(List.of(question));
    }
    return await(question);
  }

  /** How many wait to be asked. */
  synchronized int waiting() {
    return waiting.size();
  }

  private void answer(List<Question> some) {
    try {
      Set<InfoHash> bits = new LinkedHashSet<>();
      some.forEach(question -> bits.addAll(question.bits()));
      Map<InfoHash, List<Copy>> all = tracker.apply(List.copyOf(bits));
      some.forEach(question -> question.answer().complete(those(question.bits(), all)));
    } catch (RuntimeException | Error e) {
      some.forEach(question -> question.answer().completeExceptionally(e));
    } finally {
      next();
    }
  }

  /** The place of a question that is over goes to all that wait, as far as one message holds. */
  private void next() {
    List<Question> some = new ArrayList<>();
    synchronized (this) {
      int bits = 0;
      while (!waiting.isEmpty()
          && (some.isEmpty()
              || bits + waiting.getFirst().bits().size() <= ReadLimits.BITS_JOINED)) {
        bits += waiting.getFirst().bits().size();
        some.add(waiting.removeFirst());
      }
      if (some.isEmpty()) {
        underWay--;
      }
    }
    if (!some.isEmpty()) {
      Thread.ofVirtual().name("sources").start(() -> answer(some));
    }
  }

  private static Map<InfoHash, List<Copy>> those(
      Collection<InfoHash> bits, Map<InfoHash, List<Copy>> all) {
    Map<InfoHash, List<Copy>> some = new HashMap<>();
    for (InfoHash bit : bits) {
      List<Copy> copies = all.get(bit);
      if (copies != null) {
        some.put(bit, copies);
      }
    }
    return some;
  }

  private static Map<InfoHash, List<Copy>> await(Question question) {
    try {
      return question.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrackerException("interrupted while waiting for the tracker", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case TrackerException refused -> throw refused;
        case RuntimeException other -> throw other;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
