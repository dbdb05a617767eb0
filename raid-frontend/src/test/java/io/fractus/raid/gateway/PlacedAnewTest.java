// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static io.fractus.raid.gateway.LoneStore.awaitTrue;
import static io.fractus.raid.gateway.LoneStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.PlaceRequest;
import io.fractus.raid.write.WriteLimits;
import io.fractus.torrents.PeerAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PlacedAnewTest {
  @TempDir Path directory;

  @Test
  void put_slowNodesAndNoOthers_waitsForThem() throws Exception {
    try (LoneStore lone = new LoneStore(directory);
        ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
      Optional<PeerAddress> node = lone.tracker.holder;
      lone.tracker.holder = Optional.empty();
      Future<?> put =
          client.submit(() -> {
            lone.put(new HashMap<>(), "key", 1 << 20);
            return null;
          });
      awaitTrue(() -> !lone.tracker.placed.isEmpty());
      int before = lone.tracker.placed.size();
      // Those that were chosen are slow, and there is nobody else.
      lone.tracker.full = true;
      lone.letPass(WriteLimits.REPLACE_AFTER.plusMillis(1));
      awaitTrue(() -> lone.tracker.placed.size() > before);

      lone.tracker.holder = node;
      for (PlaceRequest request : lone.tracker.placed) {
        request.bits().forEach(bit -> lone.tracker.hold(bit.metainfo().infoHash()));
      }
      lone.tracker.full = false;
      put.get();
      assertThat(lone.store.stat(key("key"))).isPresent();
    }
  }
}
