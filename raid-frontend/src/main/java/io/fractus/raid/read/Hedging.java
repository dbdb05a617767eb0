// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import java.time.InstantSource;

/**
 * What reads need to know to ask others than those who are slow.
 *
 * @param steady measures how long reads take
 * @param speeds how fast nodes have been
 * @param budget what may be read for nothing
 */
public record Hedging(InstantSource steady, Speeds speeds, HedgeBudget budget) {
  /** Of a gateway that has read nothing yet. */
  public Hedging(InstantSource steady) {
    this(steady, new Speeds(steady), new HedgeBudget());
  }

  long now() {
    return Ticks.of(steady);
  }
}
