// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

import io.fractus.protocol.Json;
import io.fractus.raid.coding.CodingKernels;
import io.fractus.torrents.hash.HashAlgorithm;
import io.fractus.torrents.hash.HashKernels;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A process of its own that chooses kernels as a gateway would and prints what it found, one check
 * a line: {@code fractus doctor} itself is started in a hurry, without the compiler that matters.
 */
final class KernelTrials {
  /** Fewer than a gateway's: somebody waits for the answer. */
  private static final int ATTEMPTS_MAX = 4;

  private KernelTrials() {}

  /** Takes no arguments. */
  @SuppressWarnings("SystemOut") // Read by the process that started this one.
  public static void main(String[] args) {
    List<CodingKernels.Trial> coding = CodingKernels.select(System::nanoTime);
    HashKernels.Report hashing = HashKernels.select(HashAlgorithm.SHA_1, System::nanoTime);
    for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      if (CodingKernels.isOpen(coding)) {
        coding = CodingKernels.select(System::nanoTime);
      }
      if (hashing.isOpen()) {
        hashing = HashKernels.select(HashAlgorithm.SHA_1, System::nanoTime);
      }
    }
    System.out.println(Json.write(coding(coding)));
    System.out.println(Json.write(hashing(hashing)));
  }

  private static Check coding(List<CodingKernels.Trial> trials) {
    return Check.good(
        "coding",
        "8+3 by " + trials.stream().map(Object::toString).collect(Collectors.joining("; ")));
  }

  private static Check hashing(HashKernels.Report report) {
    return Check.good(
        "hashing",
        String.format(
            Locale.ROOT,
            "SHA-1 by %s %.1f GB/s; %s",
            report.name(),
            report.gigabytesPerSecond(),
            report.reason()));
  }
}
