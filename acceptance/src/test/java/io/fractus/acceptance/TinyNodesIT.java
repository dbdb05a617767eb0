// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.acceptance.RestClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cloud of phones: each node offers 10 MB, the least that may be offered. */
final class TinyNodesIT {
  private static final String BUCKET = "tiny";
  private static final long SHARE = 10_000_000;
  private static final int BIT_MAX = 256 << 10;
  private static final int OBJECT = 3_000_001;

  /** 12 shares of 10 MB hold 40 MB at three bytes for each. */
  private static final int OBJECTS_MAX = 16;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void put_untilAllSharesAreFull_keepsWhatWasAcknowledgedAndNoShareIsExceeded() throws Exception {
    try (Cloud cloud = Cloud.start(12, "raid6:4+2x2", "--share", "10MB", "--bit-size", "256KiB")) {
      RestClient rest = cloud.rest();
      rest.makeBucket(BUCKET);
      List<byte[]> kept = new ArrayList<>();
      String refused = "";
      for (int i = 0; i < OBJECTS_MAX && refused.isEmpty(); i++) {
        byte[] body = Bytes.random(i, OBJECT);
        Reply reply = rest.put(BUCKET, "object-" + i, body);
        if (reply.status() == 503 || reply.status() == 507) {
          refused = new String(reply.body(), StandardCharsets.UTF_8);
        } else {
          reply.orFail();
          kept.add(body);
        }
      }
      assertThat(refused).as("what a full cloud says").containsIgnoringCase("space");
      assertThat(kept).as("objects of 3 MB in 120 MB").hasSizeGreaterThanOrEqualTo(6);

      checkShares(cloud);
      for (int i = 0; i < kept.size(); i++) {
        Bytes.assertSame(
            "object " + i, rest.get(BUCKET, "object-" + i).orFail().body(), kept.get(i));
      }
      Stripe first = cloud.stripes(BUCKET, "object-0").getFirst();
      cloud.kill(first.bits().getFirst().nodes());
      Bytes.assertSame("a bit lost", rest.get(BUCKET, "object-0").orFail().body(), kept.get(0));

      // Space comes back, and is used again.
      for (int i = 1; i < kept.size(); i++) {
        assertThat(rest.delete(RestClient.path(BUCKET, "object-" + i)).status()).isEqualTo(204);
      }
      cloud.startAgain(first.bits().getFirst().nodes());
      Await.until(
          "a put succeeds again",
          PATIENCE,
          () -> rest.put(BUCKET, "again", kept.get(1)).status() / 100 == 2);
    }
  }

  private static void checkShares(Cloud cloud) throws IOException {
    for (String node : cloud.processes().nodes()) {
      long used = 0;
      for (Path bit : Disk.bits(cloud.nodeDirectory(node))) {
        assertThat(size(bit)).as("a bit of %s", node).isLessThanOrEqualTo(BIT_MAX);
        used += size(bit) + size(Disk.sidecar(bit));
      }
      assertThat(used).as("bytes in the share of %s", node).isBetween(1L, SHARE);
    }
    assertThat(cloud.nodeViews()).allMatch(view -> view.usedBytes() <= SHARE);
  }

  /** What the refused put had placed is deleted meanwhile. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }
}
