// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.raid.coding.ErasureCodes;
import io.fractus.raid.coding.KernelKind;
import java.util.List;
import java.util.stream.Stream;

/** The kernels that this process has. Stateless. */
public final class Kernels {
  private Kernels() {}

  /** All of them. */
  public static List<KernelKind> all() {
    return Stream.of(KernelKind.values()).filter(Kernels::has).toList();
  }

  /** Those that a gateway would run on: without the module, and with it if it is there. */
  public static List<KernelKind> usual() {
    return Stream.of(KernelKind.LOOPS, KernelKind.VECTOR).filter(Kernels::has).toList();
  }

  private static boolean has(KernelKind kind) {
    try {
      var _ = ErasureCodes.of(1, 1, kind);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }
}
