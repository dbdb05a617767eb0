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
  private KernelTrials() {}

  /** Takes no arguments. */
  @SuppressWarnings("SystemOut") // Read by the process that started this one.
  public static void main(String[] args) {
    System.out.println(Json.write(coding(CodingKernels.select(System::nanoTime))));
    System.out.println(
        Json.write(hashing(HashKernels.select(HashAlgorithm.SHA_1, System::nanoTime))));
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
