// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.JoinRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.tracker.placement.Groups;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups are found again in what the registry has of bits and copies. */
class PlacedGroupsTest {
  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");
  private static final PeerAddress GATEWAY = new PeerAddress("127.0.0.1", 2);
  private static final PeerAddress NOBODY = new PeerAddress("0.0.0.0", 1);
  private static final int NODES = 240;
  private static final int BITS = 3;
  private static final int COPIES = 2;
  private static final int STRIPES_PER_GROUP = 800;

  @TempDir private Path directory;

  private final Random random = new Random(4);
  private final List<Long> nodes = new ArrayList<>();
  private Registry registry;
  private int placed;

  @BeforeEach
  void open() {
    registry = Registry.open(directory.resolve("registry.db"));
    registry.write(rows -> {
      for (int i = 0; i < NODES; i++) {
        rows.nodes()
            .add(
                new JoinRequest("n" + i, "s" + i, "r", "home", 1 << 30, null, 1, "test"),
                new PeerAddress("127.0.0.1", 1),
                "id" + i,
                "token" + i,
                "passkey" + i,
                NOW);
      }
      rows.nodes().all().forEach(node -> nodes.add(node.key()));
      return NODES;
    });
  }

  @AfterEach
  void close() {
    registry.close();
  }

  /** A stripe on as many nodes as it has copies, from the one at this position on. */
  private void place(Rows rows, int first, PeerAddress source) {
    placed++;
    for (int bit = 0; bit < BITS; bit++) {
      byte[] pieces = new byte[20];
      random.nextBytes(pieces);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", HexFormat.of().formatHex(pieces, 0, 16), 1, 65_536, pieces);
      BitRecord record = rows.bits().put(metainfo, COPIES, source, NOW.plusMillis(placed));
      for (int copy = 0; copy < COPIES; copy++) {
        rows.copies().add(record, nodes.get(first + COPIES * bit + copy), NOW);
      }
    }
  }

  @Test
  void takeUp_stripesOfTwoGroupsOverManyPages_findsThese() {
    registry.write(rows -> {
      for (int stripe = 0; stripe < STRIPES_PER_GROUP; stripe++) {
        place(rows, 0, GATEWAY);
        place(rows, BITS * COPIES, GATEWAY);
      }
      // What was taken over from nodes was placed nobody knows when, with nobody knows what.
      place(rows, 100, NOBODY);
      return placed;
    });
    Groups groups = new Groups();

    new PlacedGroups(registry).takeUp(NODES, groups);

    assertThat(groups.status().groups()).isEqualTo(2);
    for (int node = 0; node < 2 * BITS * COPIES; node++) {
      assertThat(groups.scatter(nodes.get(node))).isEqualTo(BITS * COPIES - 1);
    }
    assertThat(groups.scatter(nodes.get(100))).isZero();
  }

  @Test
  void takeUp_smallCloud_hasNoGroups() {
    registry.write(rows -> {
      place(rows, 0, GATEWAY);
      return placed;
    });
    Groups groups = new Groups();

    new PlacedGroups(registry).takeUp(Groups.SCATTER_MAX, groups);

    assertThat(groups.status().groups()).isZero();
  }
}
