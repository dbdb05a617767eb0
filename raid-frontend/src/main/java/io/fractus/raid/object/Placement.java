// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import io.fractus.protocol.control.Copy;
import java.util.List;

/**
 * Where the bytes of an object are now.
 *
 * @param object what it is of
 * @param stripes in their order
 */
public record Placement(ObjectInfo object, List<StripeView> stripes) {
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
   * @param bits data bits first, then parity
   */
  public record StripeView(
      int number, long offset, long length, String layout, int needed, List<BitView> bits) {
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
