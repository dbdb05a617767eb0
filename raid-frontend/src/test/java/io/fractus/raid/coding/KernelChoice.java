// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.coding;

import java.util.List;

/** A process that chooses a kernel and says which: selecting, or forcing the one it is given. */
final class KernelChoice {
  private KernelChoice() {}

  @SuppressWarnings("SystemOut") // Read by the test that started this process.
  public static void main(String[] args) {
    System.out.println("before=" + CodingKernels.kind());
    try {
      if (!args[0].equals("select")) {
        CodingKernels.force(KernelKind.parse(args[0]));
      }
      List<CodingKernels.Trial> trials = CodingKernels.select(System::nanoTime);
      System.out.println("after=" + CodingKernels.kind());
      System.out.println(trials);
    } catch (IllegalStateException e) {
      System.out.println("refused=" + e.getMessage());
    }
  }
}
