// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.TestBit;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LibtorrentEngineTest extends EngineContract {
  LibtorrentEngineTest() {
    super(LibtorrentEngine::start);
  }

  @Test
  void nullPointer_inCompiledCodeAfterUse_isAnException(@TempDir Path directory) throws Exception {
    TestBit bit = TestBit.random(16, 1 << 20);
    bit.writeTo(directory);
    try (TorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      FetchRequest request =
          new FetchRequest(bit.metainfo(), directory, peer(1), Duration.ofSeconds(60), null);
      finish(engine.fetch(request, _ -> {}));
    }

    // Enough calls to be compiled, so that the null check is a SIGSEGV which the JVM must see.
    int caught = 0;
    for (int i = 0; i < 400_000; i++) {
      try {
        caught -= lengthOf(i % 4_000 == 3_999 ? null : "abc") - 3;
      } catch (NullPointerException _) {
        caught++;
      }
    }
    assertThat(caught).isEqualTo(100);
  }

  @SuppressWarnings("NullAway")
  private static int lengthOf(@Nullable String text) {
    return text.length();
  }
}
