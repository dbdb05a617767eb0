// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.raid.catalog.StoredStripe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A range of an object of which every piece is in memory. What it holds stays readable whatever
 * becomes of nodes, and of the place that it was found in.
 *
 * @param offset of its first byte in the object
 * @param length its bytes of plaintext, 0 if there is none
 * @param windows in order
 */
record KeptRange(long offset, long length, List<Fetched> windows) {
  static final KeptRange NONE = new KeptRange(0, 0, List.of());

  /** Whether it is that range. */
  boolean covers(long from, long bytes) {
    return length > 0 && offset == from && length == bytes;
  }

  /** What its pieces take. */
  long bytes() {
    return windows.stream()
        .flatMap(each -> Arrays.stream(each.units()))
        .filter(Objects::nonNull)
        .mapToLong(unit -> unit.length)
        .sum();
  }

  /**
   * The range, or none if anything of it is missing.
   *
   * @param stripes those that hold it; only what lies in one is looked for
   */
  static KeptRange find(List<StoredStripe> stripes, RecentPieces pieces, long offset, long length) {
    if (stripes.size() != 1 || !pieces.keeps(length)) {
      return NONE;
    }
    StoredStripe stripe = stripes.getFirst();
    StripePlan plan = new StripePlan(stripe);
    long from = offset - stripe.plainOffset();
    List<Fetched> windows = new ArrayList<>();
    int count = 0;
    for (Window window : plan.smallWindows(from, from + length)) {
      boolean[] touched = plan.touched(window);
      byte[][] units = new byte[touched.length][];
      for (int bit = 0; bit < touched.length; bit++) {
        byte[] found = touched[bit] ? pieces.find(stripe.bits().get(bit), window) : null;
        if (found == null && touched[bit]) {
          return NONE;
        }
        if (found != null) {
          units[bit] = found;
          count++;
        }
      }
      windows.add(new Fetched(stripe, plan, window, units));
    }
    pieces.count(count, 0);
    return new KeptRange(offset, length, windows);
  }
}
