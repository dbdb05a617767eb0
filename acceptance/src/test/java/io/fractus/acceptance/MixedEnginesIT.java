// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The main job on clouds whose nodes run different torrent engines. */
final class MixedEnginesIT {
  private static final String BUCKET = "mixed";
  private static final int SIZE = 20_000_003;

  /** bt moves a bit in seconds where the others take milliseconds. */
  private static final int SMALL = 2_000_003;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void mainJob_halfOfTheNodesInJava_isDone() throws Exception {
    try (Cloud cloud = Cloud.start(12, "raid6:4+2x2")) {
      cloud.mix(List.of("libtorrent", "java"));
      checkMainJob(cloud, SIZE);
    }
  }

  @Test
  void mainJob_someNodesWithBt_isDone() throws Exception {
    try (Cloud cloud = Cloud.start(12, "raid6:4+2x2")) {
      cloud.mix(List.of("libtorrent", "java", "bt", "java"));
      checkMainJob(cloud, SMALL);
    }
  }

  private static void checkMainJob(Cloud cloud, int size) throws IOException {
    RestClient rest = cloud.rest();
    rest.makeBucket(BUCKET);
    long seed = Long.getLong("fractus.seed", System.nanoTime());
    System.out.println("MixedEnginesIT: -Dfractus.seed=" + seed);
    byte[] body = Bytes.random(seed, size);
    rest.put(BUCKET, "object", body).orFail();
    Bytes.assertSame("at once", rest.get(BUCKET, "object").orFail().body(), body);
    cloud.awaitSpread(BUCKET, "object", PATIENCE);
    Bytes.assertSame("when spread", rest.get(BUCKET, "object").orFail().body(), body);

    Stripe first = cloud.stripes(BUCKET, "object").getFirst();
    List<String> lost = new ArrayList<>(first.bits().get(0).nodes());
    lost.addAll(first.bits().get(3).nodes());
    cloud.kill(lost);
    Bytes.assertSame("two bits lost", rest.get(BUCKET, "object").orFail().body(), body);
    cloud.startAgain(lost);
    Bytes.assertSame("all are back", rest.get(BUCKET, "object").orFail().body(), body);

    assertThat(rest.delete(RestClient.path(BUCKET, "object")).status()).isEqualTo(204);
    Await.until("no node has a bit any more", Cloud.START, () -> bits(cloud) == 0);
  }

  private static long bits(Cloud cloud) throws IOException {
    long count = 0;
    for (String node : cloud.processes().nodes()) {
      Path files = cloud.nodeDirectory(node).resolve("bits");
      try (Stream<Path> all = Files.walk(files)) {
        count += all.filter(file -> file.getFileName().toString().matches("[0-9a-f]{32}")).count();
      }
    }
    return count;
  }
}
