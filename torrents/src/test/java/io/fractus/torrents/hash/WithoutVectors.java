// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.hash;

import io.fractus.torrents.PieceHasher;
import io.fractus.torrents.hash.HashKernels.Choice;
import io.fractus.torrents.hash.HashKernels.Report;
import java.util.Arrays;

/** Runs in a JVM without the module of vectors: ends well, or with a stack trace. */
final class WithoutVectors {
  public static void main(String[] arguments) {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      Report report = HashKernels.select(algorithm, System::nanoTime);
      require(report.choice() == Choice.JDK, report.toString());
      require(report.reason().contains("--add-modules jdk.incubator.vector"), report.reason());
      require(HashKernels.current(algorithm) == Choice.JDK, "current is not the JDK");
      refuses(algorithm);
    }
    byte[][] cells = new byte[20][64];
    PieceLanes lanes = new PieceLanes(20, 128, 64, 192);
    PieceHasher expected = new PieceHasher(128);
    for (int row = 0; row < 3; row++) {
      lanes.update(cells, new int[20], 64);
      expected.update(cells[19], 0, 64);
    }
    require(Arrays.equals(lanes.finish(19), expected.finish()), "wrong hashes");
  }

  private static void refuses(HashAlgorithm algorithm) {
    try {
      HashKernels.force(algorithm, Choice.LANES);
    } catch (IllegalStateException e) {
      require(String.valueOf(e.getMessage()).contains(algorithm.jdkName()), e.toString());
      return;
    }
    throw new AssertionError("lanes were forced without the module");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  private WithoutVectors() {}
}
