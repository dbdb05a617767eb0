// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import jdk.incubator.vector.IntVector;

/**
 * What the vector registers of this machine hold. Loaded only when the module is there: everything
 * that names a vector class is kept in classes that a JVM without the module never links.
 */
final class VectorShape {
  /** Bits of the registers that the JVM likes best on this machine. */
  static int preferredBits() {
    return IntVector.SPECIES_PREFERRED.vectorBitSize();
  }

  private VectorShape() {}
}
