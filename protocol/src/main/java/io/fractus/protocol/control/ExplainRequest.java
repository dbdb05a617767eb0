// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * {@code POST /api/v1/explanations}: a gateway asks what stripes can bear and why their copies are
 * where they are. Which bits belong together is known to the tracker for this request only.
 *
 * @param stripes at least one; at most {@link Limits#INFOHASHES_PER_MESSAGE_MAX} bits together, or
 *     {@link Limits#BITS_PER_STRIPE_MAX} if copies are asked for
 * @param copies whether each copy is told about
 */
public record ExplainRequest(List<Stripe> stripes, boolean copies) {
  public ExplainRequest {
    stripes = List.copyOf(stripes);
    int bits = stripes.stream().mapToInt(stripe -> stripe.bits().size()).sum();
    int most = copies ? Limits.BITS_PER_STRIPE_MAX : Limits.INFOHASHES_PER_MESSAGE_MAX;
    Checks.between("bits of all stripes", bits, 1, most);
  }

  /**
   * One stripe.
   *
   * @param needed how many of its bits must be reachable to read it
   * @param bits all of them, data bits first
   */
  public record Stripe(int needed, List<InfoHash> bits) {
    public Stripe {
      bits = List.copyOf(bits);
      Checks.between("bits of a stripe", bits.size(), 1, Limits.BITS_PER_STRIPE_MAX);
      Checks.between("needed", needed, 1, bits.size());
    }
  }
}
