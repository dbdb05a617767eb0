// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReclaimerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path directory;

  @Test
  void pass_moreThanItLooksAtAreRead_takesTheOthersApart() throws IOException {
    Set<String> read = new HashSet<>();
    try (ScriptedTracker tracker = new ScriptedTracker();
        Catalog catalog = Catalog.open(directory.resolve("catalog.db"))) {
      catalog.createBucket("bucket", NOW);
      int pinned = 2 * WriteLimits.RECLAIM_BATCH + 1;
      for (int i = 0; i <= pinned; i++) {
        String id = "%032x".formatted(i);
        catalog.begin(id, new ObjectKey("bucket", "key"), NOW);
        catalog.abandon(id);
        if (i < pinned) {
          read.add(id);
        }
      }
      Reclaimer reclaimer = new Reclaimer(catalog, tracker.client, bit -> {}, read::contains);
      assertThat(reclaimer.pass()).isTrue();
      assertThat(catalog.remains().doomed(1_000)).containsExactlyInAnyOrderElementsOf(read);
      assertThat(reclaimer.pass()).isFalse();
    }
  }
}
