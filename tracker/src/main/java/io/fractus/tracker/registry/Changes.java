// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.registry;

import io.fractus.torrents.InfoHash;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Which bits have other copies and which nodes have another address, place or passkey after a
 * transaction: what those who remember parts of the registry must read again. Not thread-safe.
 */
public final class Changes {
  private final Set<InfoHash> bits = new HashSet<>();
  private final Set<InfoHash> damaged = new HashSet<>();
  private final Set<Long> nodes = new HashSet<>();
  private final Set<Long> loads = new HashSet<>();
  private final LongConsumer loaded;

  /** Is told of every transaction that changed something, after it is on disk. */
  @FunctionalInterface
  public interface Listener {
    void changed(Changes changes);
  }

  /** Of who only reads. */
  Changes() {
    this(_ -> {});
  }

  /**
   * @param loaded told of nodes at once whose space, place or standing changes
   */
  Changes(LongConsumer loaded) {
    this.loaded = loaded;
  }

  void bit(InfoHash bit) {
    bits.add(bit);
  }

  void damaged(InfoHash bit) {
    bits.add(bit);
    damaged.add(bit);
  }

  void node(long node) {
    nodes.add(node);
    load(node);
  }

  void load(long node) {
    loads.add(node);
    loaded.accept(node);
  }

  /** All that was done is undone. */
  void undone() {
    loads.forEach(loaded::accept);
  }

  boolean isEmpty() {
    return bits.isEmpty() && nodes.isEmpty();
  }

  /** Bits that were placed or released, or of which a copy came, went or changed its state. */
  public Set<InfoHash> bits() {
    return bits;
  }

  /** Those of them of which a copy went or is not complete any more. */
  public Set<InfoHash> damaged() {
    return damaged;
  }

  /** Nodes that joined, came from elsewhere, or whose passkey changed. */
  public Set<Long> nodes() {
    return nodes;
  }
}
