// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.placement;

/**
 * A registered node as placement sees it.
 *
 * @param node its key
 * @param site nodes that fail together
 * @param online whether it is there now
 * @param prompt whether it fetches as soon as it is told, as a stock client does not
 * @param shareBytes space offered
 * @param usedBytes footprints of what is assigned to it; all of the share if it said that it is
 *     full
 * @param merits what is known of it
 */
public record Candidate(
    long node,
    String site,
    boolean online,
    boolean prompt,
    long shareBytes,
    long usedBytes,
    Merits merits) {
  /** A node of which nothing is known. */
  public Candidate(
      long node, String site, boolean online, boolean prompt, long shareBytes, long usedBytes) {
    this(node, site, online, prompt, shareBytes, usedBytes, Merits.PLAIN);
  }

  /** A node of ours: it is prompt when it is online. */
  public Candidate(long node, String site, boolean online, long shareBytes, long usedBytes) {
    this(node, site, online, online, shareBytes, usedBytes);
  }

  /** The same node with so many bytes more assigned to it. */
  public Candidate plus(long bytes) {
    return new Candidate(node, site, online, prompt, shareBytes, usedBytes + bytes, merits);
  }

  /** The same node with what is known of it. */
  public Candidate with(Merits known) {
    return new Candidate(node, site, online, prompt, shareBytes, usedBytes, known);
  }

  long freeBytes() {
    return shareBytes - usedBytes;
  }

  /** The share of its space that is free, 0 to 1; less than 0 if it holds more than its share. */
  public double freeShare() {
    return freeFraction();
  }

  double freeFraction() {
    return shareBytes == 0 ? 0 : (double) freeBytes() / shareBytes;
  }
}
