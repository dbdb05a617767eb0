// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.NodeSpace;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of nodes is at all times what the registry would say. */
class NodeIndexTest {
  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final int STEPS = 600;
  private static final int ALL = 10_000;

  @TempDir private Path directory;

  private final AtomicInteger names = new AtomicInteger();
  private Registry registry;
  private NodeIndex index;

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
    index = NodeIndex.of(registry);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static List<NodeSpace> seen(NodeIndex index, Rows rows) {
    index.refresh(rows);
    List<NodeSpace> seen = new ArrayList<>();
    for (int position = 0; position < index.size(); position++) {
      seen.add(index.at(position));
    }
    return seen;
  }

  private long join(Rows rows) {
    String name = "n" + names.incrementAndGet();
    rows.nodes()
        .add(
            new JoinRequest(name, "s" + names.get() % 5, "r", "lab", 1_000, null, 1, "test"),
            new PeerAddress("127.0.0.1", 1),
            "id-" + name,
            "token-" + name,
            "passkey-" + name,
            NOW);
    return rows.nodes().byName(name).orElseThrow().key();
  }

  private long any(Rows rows, Random random) {
    List<NodeSpace> all = rows.nodes().spaces(0, ALL);
    return all.isEmpty() ? join(rows) : all.get(random.nextInt(all.size())).node();
  }

  private static BitRecord bit(Rows rows, Random random) {
    byte[] pieces = new byte[20];
    random.nextBytes(pieces);
    BitMetainfo metainfo =
        BitMetainfo.create(
            "cloud",
            HexFormat.of().formatHex(pieces, 0, 16),
            1 + random.nextInt(9),
            65_536,
            pieces);
    return rows.bits().put(metainfo, 2, new PeerAddress("127.0.0.1", 2), NOW);
  }

  /** One of all that changes what placement needs to know. */
  private void change(Rows rows, Random random) {
    long node = any(rows, random);
    switch (random.nextInt(8)) {
      case 0 -> join(rows);
      case 1 -> rows.nodes().setShare(node, random.nextInt(5_000));
      case 2 ->
          rows.nodes()
              .came(node, new PeerAddress("127.0.0.1", 3), random.nextInt(5_000), "test", NOW);
      case 3 -> {
        Standing[] all = Standing.values();
        rows.admin().setStanding(node, all[random.nextInt(all.length)], NOW);
      }
      case 4 -> rows.admin().describe(node, "d" + node, "s" + random.nextInt(9), "x", "server");
      case 5 -> rows.copies().takeSome(node, 1 + random.nextInt(3));
      case 6 -> release(rows, node);
      default -> rows.copies().add(bit(rows, random), node, NOW);
    }
  }

  private static void release(Rows rows, long node) {
    List<InfoHash> bits = List.copyOf(rows.copies().ofNode(node, CopyState.WANTED).keySet());
    rows.copies().release(bits.subList(0, Math.min(2, bits.size())));
  }

  @Test
  void refresh_whateverChangedAndWhateverWasUndone_isWhatTheRegistrySays() {
    long seed = 20_261_128;
    Random random = new Random(seed);
    long first = registry.write(this::join);
    assertThat(first).isPositive();
    for (int step = 0; step < STEPS; step++) {
      boolean fails = random.nextInt(4) == 0;
      Registry.Work<List<NodeSpace>> work =
          rows -> {
            if (random.nextBoolean()) {
              seen(index, rows);
            }
            change(rows, random);
            change(rows, random);
            List<NodeSpace> seen = seen(index, rows);
            assertThat(seen).isEqualTo(rows.nodes().spaces(0, ALL));
            if (fails) {
              throw new Failed();
            }
            return seen;
          };
      if (fails) {
        assertThatThrownBy(() -> registry.write(work)).isInstanceOf(Failed.class);
      } else {
        registry.write(work);
      }
      String name = "seed " + seed + " step " + step;
      registry.write(rows -> {
        List<NodeSpace> all = rows.nodes().spaces(0, ALL);
        assertThat(seen(index, rows)).as(name).isEqualTo(all);
        assertThat(index.total())
            .as(name)
            .isEqualTo(
                new NodeIndex.Total(
                    all.stream().mapToLong(NodeSpace::shareBytes).sum(),
                    all.stream().mapToLong(NodeSpace::usedBytes).sum()));
        return first;
      });
    }
  }

  @Test
  void refresh_registryOpenedAgain_isWhatTheRegistrySays() {
    registry.write(rows -> {
      long node = join(rows);
      join(rows);
      rows.admin().setStanding(node, Standing.DRAINING, NOW);
      return rows.copies().takeSome(node, 1);
    });
    registry.close();
    registry = Registry.open(directory.resolve("registry.db"));
    NodeIndex again = NodeIndex.of(registry);

    List<NodeSpace> seen = registry.write(rows -> seen(again, rows));

    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst().closed()).isTrue();
    assertThat(again.closed()).containsExactly(seen.getFirst().node());
  }
}
