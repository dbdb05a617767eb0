// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static io.fractus.raid.gateway.LoneStore.awaitTrue;
import static io.fractus.raid.gateway.LoneStore.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.write.Ack;
import io.fractus.raid.write.WriteLimits;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Puts that are acknowledged when they are on the gateway's disk. */
@Timeout(120)
class StagedAckTest {
  private static final int SMALL = 1_000;
  private static final int LARGE = 3 << 20;

  @TempDir Path directory;
  private LoneStore lone;
  private Optional<PeerAddress> node;

  @BeforeEach
  void open() throws IOException {
    lone = new LoneStore(directory, Ack.STAGED);
    node = lone.tracker.holder;
    // There is no node, and the tracker says so.
    lone.tracker.holder = Optional.empty();
    lone.tracker.full = true;
  }

  @AfterEach
  void close() {
    lone.close();
  }

  private void nodeComes() {
    lone.tracker.holder = node;
    lone.tracker.full = false;
  }

  private byte[] put(String key, int size) throws IOException {
    Map<String, byte[]> bodies = new HashMap<>();
    lone.put(bodies, key, size);
    return bodies.values().iterator().next();
  }

  private byte[] read(String key) throws IOException {
    try (ObjectReader reader = lone.store.open(key(key))) {
      return LoneStore.read(reader);
    }
  }

  private Set<String> placed() {
    return lone.tracker.placed.stream()
        .flatMap(request -> request.bits().stream())
        .map(bit -> bit.metainfo().infoHash().toString())
        .collect(Collectors.toSet());
  }

  @Test
  void put_noNodeIsThere_isKeptThroughAStartAndPlacedWhenOneComes() throws IOException {
    byte[] small = put("small", SMALL);
    byte[] large = put("large", LARGE);
    assertThat(read("small")).isEqualTo(small);
    assertThat(read("large")).isEqualTo(large);

    lone.startAgain();
    assertThat(read("small")).isEqualTo(small);
    assertThat(read("large")).isEqualTo(large);
    List<String> bits = new ArrayList<>(lone.bits("small"));
    bits.addAll(lone.bits("large"));
    assertThat(bits).hasSizeGreaterThanOrEqualTo(6);

    nodeComes();
    awaitTrue(() -> held().containsAll(bits));
    assertThat(placed()).containsAll(bits);
    assertThat(read("large")).isEqualTo(large);
  }

  private Set<String> held() {
    return lone.tracker.copies.keySet().stream()
        .map(InfoHash::toString)
        .collect(Collectors.toSet());
  }

  @Test
  void delete_beforeItIsOnNodes_leavesNothing() throws IOException {
    put("small", SMALL);
    put("large", LARGE);
    assertThat(lone.seeded()).isNotEmpty();
    lone.store.delete(key("small"));
    lone.store.delete(key("large"));
    awaitTrue(() -> lone.seeded().isEmpty() && staged() == 0);
  }

  private long staged() {
    try (Stream<Path> files = Files.list(directory.resolve("staging"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void put_moreThanNodesTake_waitsForThem() throws Exception {
    // Placed, and fetched by nobody.
    lone.tracker.full = false;
    List<Future<?>> puts = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < WriteLimits.SETTLED_AT_ONCE + 4; i++) {
        String key = "large" + i;
        puts.add(clients.submit(() -> put(key, 600_000)));
      }
      awaitTrue(() -> done(puts) == WriteLimits.SETTLED_AT_ONCE);
      nodeComes();
      for (String bit : placed()) {
        lone.tracker.hold(InfoHash.parse(bit));
      }
      awaitTrue(() -> done(puts) == puts.size());
      for (Future<?> put : puts) {
        put.get();
      }
    }
  }

  private static long done(List<Future<?>> puts) {
    return puts.stream().filter(Future::isDone).count();
  }
}
