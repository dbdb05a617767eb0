// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.StripeOutlook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of an object are now.
 *
 * @param object what it is of
 * @param outlook what it can bear; null while the tracker does not say, and of an empty object
 * @param stripes in their order; if there are too many to be shown, the worst, worst first
 */
public record Placement(
    ObjectInfo object, @Nullable ObjectOutlook outlook, List<StripeView> stripes) {
  public Placement {
    stripes = List.copyOf(stripes);
  }

  /**
   * One stripe.
   *
   * @param number 0, 1, 2… within the object
   * @param offset of its first byte in the object
   * @param length bytes of the object in it
   * @param layout how it is made
   * @param needed bits that must be reachable to read it
   * @param outlook what it can bear, and of the worst stripes why copies are where they are; null
   *     while the tracker does not say
   * @param bits data bits first, then parity
   */
  public record StripeView(
      long number,
      long offset,
      long length,
      String layout,
      int needed,
      @Nullable StripeOutlook outlook,
      List<BitView> bits) {
    public StripeView {
      bits = List.copyOf(bits);
    }
  }

  /**
   * One bit.
   *
   * @param index its position in the stripe
   * @param role data or parity
   * @param infoHash its name
   * @param length in bytes
   * @param copiesWanted how many nodes shall hold it
   * @param staged whether the gateway still holds it too
   * @param copies who holds it
   */
  public record BitView(
      int index,
      String role,
      String infoHash,
      long length,
      int copiesWanted,
      boolean staged,
      List<Copy> copies) {
    public BitView {
      copies = List.copyOf(copies);
    }
  }
}
