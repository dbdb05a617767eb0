// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.TrackerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A node's disk loses or changes bytes. With one copy of each bit, a read of the whole object needs
 * the damaged data bit, so that it is met with certainty.
 */
final class DamageIT {
  private static final String BUCKET = "damage";
  private static final int SIZE = 4_000_037;
  private static final Duration RECORDED = Duration.ofSeconds(60);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  /** What is done to the file of a bit. */
  @FunctionalInterface
  private interface Damage {
    void to(Path bit) throws IOException;
  }

  @Test
  void corruptedBit_isReadAround_andHeldAgainstItsNode() throws IOException {
    damageDataBit("corrupted", 0, Disk::corrupt, Set.of("corrupt"));
  }

  @Test
  void truncatedBit_isReadAround_andHeldAgainstItsNode() throws IOException {
    damageDataBit("truncated", 1, Disk::truncate, Set.of("corrupt", "missing", "lost"));
  }

  @Test
  void deletedBit_isReadAround_andHeldAgainstItsNode() throws IOException {
    damageDataBit("deleted", 2, Files::delete, Set.of("missing", "lost"));
  }

  private static void damageDataBit(String key, int index, Damage damage, Set<String> kinds)
      throws IOException {
    Cloud cloud = clouds.cloud();
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    byte[] body = Bytes.random(SIZE + index, SIZE);
    rest.put(BUCKET, key, body).orFail();
    cloud.awaitSpread(BUCKET, key);
    Stripe.Bit bit = cloud.stripes(BUCKET, key).getFirst().bits().get(index);
    assertThat(bit.role()).isEqualToIgnoringCase("data");
    String node = bit.nodes().getFirst();

    damage.to(Disk.file(cloud.nodeDirectory(node), bit.infoHash()));

    // Twice: what was learned from the first read must not break the second.
    for (int i = 0; i < 2; i++) {
      Bytes.assertSame(key, rest.get(BUCKET, key).orFail().body(), body);
    }
    Await.until(
        "an event of " + kinds + " at " + node,
        RECORDED,
        () ->
            events(cloud, node).stream()
                .filter(event -> bit.infoHash().toString().equals(event.bit()))
                .anyMatch(event -> kinds.contains(event.kind())));
    assertThat(cloud.nodeViews())
        .filteredOn(view -> view.name().equals(node))
        .singleElement()
        .satisfies(view -> assertThat(view.faults()).isPositive());
  }

  private static List<NodeEvent> events(Cloud cloud, String node) throws IOException {
    try (TrackerClient tracker = cloud.tracker()) {
      return tracker.events(node);
    }
  }
}
