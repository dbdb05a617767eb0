// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.coding;

import io.fractus.bench.isal.Isal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine that numbers come from. Linux tells of its processor; elsewhere that is not known.
 *
 * @param processor its model, as the kernel names it
 * @param cores that this process may use
 * @param avx512 whether it has the vectors of 64 bytes that targets are meant for
 * @param java version and vendor of the JVM
 */
public record MachineInfo(String processor, int cores, boolean avx512, String java) {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Pattern MODEL = Pattern.compile("(?m)^model name\\s*: (.*)$");
  private static final Pattern AVX512 = Pattern.compile("(?m)^flags\\s*:.*\\bavx512bw\\b");

  /** This machine. */
  public static MachineInfo read() {
    String text = "";
    try {
      if (Files.exists(CPUINFO)) {
        text = Files.readString(CPUINFO);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + CPUINFO, e);
    }
    Matcher model = MODEL.matcher(text);
    return new MachineInfo(
        model.find() ? model.group(1) : System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        AVX512.matcher(text).find(),
        Runtime.version() + " of " + System.getProperty("java.vendor"));
  }

  /** Lines for people. */
  public List<String> toLines() {
    return List.of(
        "processor  %s, %d cores, %s"
            .formatted(processor, cores, avx512 ? "AVX-512" : "no AVX-512"),
        "java       " + java,
        "ISA-L      " + Isal.find().map(Isal::file).orElse(Isal.HOW_TO_INSTALL));
  }
}
