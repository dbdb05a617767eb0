// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeEvent;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What happens to disks happens to the disk of one node, in a cloud of real processes: it is filled
 * by somebody else, gives errors, becomes read-only, is pulled out and comes back. Seven nodes hold
 * stripes of six bits, of which four are needed.
 */
final class NodeFaultsIT {
  private static final String BUCKET = "faults";
  private static final int NODES = 7;
  private static final int SIZE = 3_000_017;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Set<String> LOSSES = Set.of("lost", "corrupt");

  /** What is done to the disk of a node. */
  @FunctionalInterface
  private interface Scene {
    void play(Subject subject, LoopDisk disk) throws Exception;
  }

  /** A node that has the first data bit of an object. */
  private static final class Subject {
    private final Cloud cloud;
    private final String node;
    private final InfoHash bit;
    private final List<String> others;
    private final byte[] body;

    /**
     * @param others that have the other bits
     */
    Subject(Cloud cloud, String node, InfoHash bit, List<String> others, byte[] body) {
      this.cloud = cloud;
      this.node = node;
      this.bit = bit;
      this.others = others;
      this.body = body;
    }

    Path directory() {
      return cloud.nodeDirectory(node);
    }

    NodePort port() {
      return new NodePort(directory());
    }

    String troubles() throws IOException {
      return port().status().path("troubles").toString();
    }

    int bits() throws IOException {
      return port().status().path("bits").asInt();
    }

    Path file() throws IOException {
      return Disk.file(directory(), bit);
    }

    void read(String when) throws IOException {
      Bytes.assertSame(when, cloud.rest().get(BUCKET, "object").orFail().body(), body);
    }

    /** Of the other five holders of bits only three are there, and four bits are needed. */
    void readThroughIt(String when) throws IOException {
      List<String> two = others.subList(0, 2);
      cloud.kill(two);
      Await.until(
          "read through " + node + " " + when,
          PATIENCE,
          () -> {
            RestClient.Reply reply = cloud.rest().get(BUCKET, "object");
            if (reply.status() == 200) {
              Bytes.assertSame(when, reply.body(), body);
            }
            return reply.status() == 200;
          });
      cloud.startAgain(two);
    }

    List<NodeEvent> events() throws IOException {
      try (TrackerClient tracker = cloud.tracker()) {
        return tracker.events(node);
      }
    }

    void assertNothingLost() throws IOException {
      assertThat(events()).noneMatch(event -> LOSSES.contains(event.kind()));
      assertThat(port().status().path("lost").asLong()).isZero();
    }

    void awaitRest(String reason) {
      Await.until(
          node + " rests",
          PATIENCE,
          () -> {
            JsonNode status = port().status();
            return status.path("state").asString().equals("paused")
                && status.path("pausedBecause").toString().contains(reason);
          });
      cloud.awaitOffline(List.of(node));
    }

    void awaitOnline() {
      Await.until(node + " is back", PATIENCE, () -> cloud.onlineNodes().contains(node));
    }
  }

  /**
   * Puts an object, gives a node that has a bit of it a disk of its own, and plays.
   *
   * @param mounted what of the node's directory is on that disk
   */
  private static void play(String engine, String mounted, Scene scene) throws Exception {
    try (Cloud cloud = Cloud.start(NODES, "raid6:4+2x1")) {
      try {
        RestClient rest = cloud.rest();
        rest.makeBucket(BUCKET);
        byte[] body = Bytes.random(Long.getLong("fractus.seed", System.nanoTime()), SIZE);
        rest.put(BUCKET, "object", body).orFail();
        cloud.awaitSpread(BUCKET, "object");
        List<Stripe.Bit> bits = cloud.stripes(BUCKET, "object").getFirst().bits();
        List<String> others = new ArrayList<>();
        bits.forEach(bit -> others.addAll(bit.nodes()));
        String node = others.removeFirst();
        Subject subject = new Subject(cloud, node, bits.getFirst().infoHash(), others, body);
        cloud.processes().useEngine(node, engine);
        cloud.kill(List.of(node));
        try (LoopDisk disk = LoopDisk.over(subject.directory().resolve(mounted).normalize())) {
          cloud.startAgain(List.of(node));
          scene.play(subject, disk);
        }
      } catch (Exception | AssertionError e) {
        e.addSuppressed(new AssertionError(cloud.tails()));
        throw e;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"libtorrent", "java"})
  void readError_bitIsKept_andServedAgainWhenTheDiskGivesIt(String engine) throws Exception {
    play(
        engine,
        "bits",
        (subject, disk) -> {
          Path file = subject.file();
          disk.breakFrom(file);
          Await.until(
              "the tracker knows of the error",
              PATIENCE,
              () -> {
                subject.read("around the error");
                disk.forget(file);
                return subject.events().stream()
                    .anyMatch(event ->
                        event.kind().equals("disk") && subject.bit.toString().equals(event.bit()));
              });
          assertThat(subject.troubles()).contains("1 bits cannot be read: they are kept");
          assertThat(file).exists();
          assertThat(subject.bits()).isOne();
          subject.assertNothingLost();

          // A start does not lose it either, whatever of it is in memory by then.
          subject.cloud.kill(List.of(subject.node));
          disk.forget(file);
          subject.cloud.startAgain(List.of(subject.node));
          subject.read("after a start with the error");
          assertThat(file).exists();

          disk.mend();
          Await.until(
              "it is good again",
              PATIENCE,
              () ->
                  subject.port().status().path("unreadable").asInt() == 0
                      && subject
                          .cloud
                          .stripes(BUCKET, "object")
                          .getFirst()
                          .bits()
                          .getFirst()
                          .spread());
          subject.readThroughIt("mended");
          subject.assertNothingLost();
        });
  }

  @Test
  void diskFilledBySomebodyElse_nodeStartsServesAndDrains_andTakesNothing() throws Exception {
    play(
        "libtorrent",
        ".",
        (subject, disk) -> {
          Cloud cloud = subject.cloud;
          cloud.kill(List.of(subject.node));
          disk.fill();
          cloud.startAgain(List.of(subject.node));
          assertThat(subject.troubles()).contains("is full: no bits are taken");
          subject.readThroughIt("of a full disk");

          cloud.rest().put(BUCKET, "another", subject.body).orFail();
          Bytes.assertSame(
              "put meanwhile", cloud.rest().get(BUCKET, "another").orFail().body(), subject.body);
          assertThat(subject.bits()).isOne();
          assertThat(Disk.bits(subject.directory())).hasSize(1);

          assertThat(subject.port().ask("pause", "")).isEqualTo(200);
          assertThat(subject.port().ask("resume", "")).isEqualTo(200);
          assertThat(subject.port().ask("share", "{\"shareBytes\":50000000}")).isEqualTo(200);
          assertThat(subject.port().ask("drain", "")).isEqualTo(200);
          assertThat(subject.directory().resolve("wishes.json")).content().contains("50000000");
          Await.until(
              "drained",
              PATIENCE,
              () ->
                  subject.port().status().path("leave").path("drained").asBoolean()
                      && Disk.store(subject.directory()).isEmpty());
          subject.read("drained");
          subject.assertNothingLost();

          disk.unfill();
          assertThat(subject.port().ask("undrain", "")).isEqualTo(200);
          Await.until(
              "it takes bits again",
              PATIENCE,
              () -> {
                cloud.rest().put(BUCKET, "again", subject.body).orFail();
                return subject.bits() > 0;
              });
          assertThat(subject.troubles()).doesNotContain("full");
        });
  }

  @Test
  void diskReadOnly_nodeServesIt_andDeletesWhatWasReleasedWhenItCan() throws Exception {
    play(
        "java",
        "bits",
        (subject, disk) -> {
          Cloud cloud = subject.cloud;
          disk.remount("ro");
          subject.readThroughIt("of a disk that is read-only");
          assertThat(subject.troubles()).contains("is its disk read-only? No bits are taken");
          cloud.rest().put(BUCKET, "another", subject.body).orFail();
          assertThat(subject.bits()).isOne();

          cloud.rest().delete(RestClient.path(BUCKET, "object")).orFail();
          Await.until("released", PATIENCE, () -> subject.bits() == 0);
          assertThat(Disk.store(subject.directory())).hasSize(2);
          assertThat(subject.port().status().path("usedBytes").asLong()).isPositive();

          disk.remount("rw");
          Await.until(
              "deleted",
              PATIENCE,
              () ->
                  Disk.store(subject.directory()).isEmpty()
                      && subject.port().status().path("usedBytes").asLong() == 0);
          assertThat(subject.troubles()).isEqualTo("[]");
          subject.assertNothingLost();
        });
  }

  @Test
  void diskPulledOut_nodeIsAbsent_andGoesOnWhenItIsBackAsAnotherDevice() throws Exception {
    play(
        "libtorrent",
        "bits",
        (subject, disk) -> {
          Path bits = subject.directory().resolve("bits");
          Object device = Files.getAttribute(bits, "unix:dev", LinkOption.NOFOLLOW_LINKS);
          disk.pullOut();
          subject.awaitRest("is its disk mounted?");
          subject.read("without the disk");
          assertThat(bits).isEmptyDirectory();

          disk.awaitGone();
          disk.mountElsewhere();
          assertThat(Files.getAttribute(bits, "unix:dev", LinkOption.NOFOLLOW_LINKS))
              .isNotEqualTo(device);
          subject.awaitOnline();
          assertThat(subject.bits()).isOne();
          subject.readThroughIt("back as another device");
          subject.assertNothingLost();
        });
  }

  @Test
  void startOverTheEmptyMountPoint_nodeWaitsForItsDisk_andHasLostNothing() throws Exception {
    play(
        "java",
        "bits",
        (subject, disk) -> {
          Cloud cloud = subject.cloud;
          Path bits = subject.directory().resolve("bits");
          for (int i = 0; i < 2; i++) {
            cloud.kill(List.of(subject.node));
            if (i == 0) {
              disk.pullOut();
              disk.awaitGone();
            }
            cloud.processes().startAgain(subject.node);
            subject.awaitRest("is not the store of this node");
            assertThat(bits).isEmptyDirectory();
          }
          subject.read("without the disk");

          disk.mount();
          subject.awaitOnline();
          assertThat(subject.bits()).isOne();
          subject.readThroughIt("back");
          subject.assertNothingLost();
        });
  }
}
