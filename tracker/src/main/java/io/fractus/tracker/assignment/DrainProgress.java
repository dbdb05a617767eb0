// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import java.util.List;

/**
 * How far a node is with letting go of its copies.
 *
 * @param copiesLeft copies that it has
 * @param copiesAtStart those that it had when it began to drain; 0 if it holds more than its share
 * @param excessBytes bytes that shall go
 * @param underWay copies that are being made elsewhere
 * @param staying copies that cannot be placed elsewhere for now
 * @param text the same for people, in one line
 */
public record DrainProgress(
    int copiesLeft,
    int copiesAtStart,
    long excessBytes,
    int underWay,
    List<Staying> staying,
    String text) {
  public DrainProgress {
    staying = List.copyOf(staying);
  }

  /**
   * Copies that stay for now.
   *
   * @param copies how many
   * @param reason why, for people
   */
  public record Staying(int copies, String reason) {}
}
