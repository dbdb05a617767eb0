// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The decode matrices last used, by erasure pattern: the many stripes of one loss share one
 * inversion. Thread-safe; two threads may compute the same matrix at once.
 */
final class DecodeMatrixCache {
  /** Patterns kept: at most 64 KiB each for the widest codes, a few hundred bytes for others. */
  static final int PATTERNS_MAX = 128;

  private final Map<BitSet, DecodeMatrix> matrices = new LinkedHashMap<>(16, 0.75f, true);

  DecodeMatrix get(boolean[] present, Function<boolean[], DecodeMatrix> compute) {
    BitSet pattern = new BitSet(present.length);
    for (int unit = 0; unit < present.length; unit++) {
      pattern.set(unit, present[unit]);
    }
    DecodeMatrix known = find(pattern);
    if (known != null) {
      return known;
    }
    DecodeMatrix computed = compute.apply(present);
    keep(pattern, computed);
    return computed;
  }

  synchronized int size() {
    return matrices.size();
  }

  private synchronized @Nullable DecodeMatrix find(BitSet pattern) {
    return matrices.get(pattern);
  }

  private synchronized void keep(BitSet pattern, DecodeMatrix matrix) {
    matrices.put(pattern, matrix);
    if (matrices.size() > PATTERNS_MAX) {
      matrices.remove(matrices.keySet().iterator().next());
    }
  }
}
