// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the kernel keeps of files: GNU's {@code dd} can have it forget. Stateless. */
final class PageCache {
  private PageCache() {}

  /** Has the kernel forget what it read of a file. */
  static void drop(Path file) throws IOException {
    try {
      int code =
          new ProcessBuilder(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("dd cannot drop what is cached of " + file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
