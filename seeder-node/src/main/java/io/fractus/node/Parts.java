// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node is made of, in the order in which it was made; closed the other way round. */
final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  @GuardedBy("this")
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  synchronized void push(AutoCloseable part) {
    parts.push(part);
  }

  /** Takes out what was added last, for who has it from now on. */
  synchronized void pop() {
    parts.pop();
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} did not close well", part.getClass().getSimpleName(), e);
      }
    }
  }
}
