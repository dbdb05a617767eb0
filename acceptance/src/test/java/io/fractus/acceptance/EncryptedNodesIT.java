// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cloud whose nodes keep their bits sealed by gocryptfs, on two engines. */
final class EncryptedNodesIT {
  private static final String BUCKET = "sealed";
  private static final int NODES = 5;
  private static final int SIZE = 6_000_003;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void encryptedNodes_keepWhatIsPutAndShowNothingOfItOnTheirDisks() throws Exception {
    try (Cloud cloud = Cloud.start(NODES, "raid5:2+1x1")) {
      List<String> nodes = cloud.processes().nodes();
      try {
        Path keys = Files.createDirectory(cloud.data().resolve("keys"));
        encrypt(cloud, nodes, keys);
        byte[] body = Bytes.random(Long.getLong("fractus.seed", System.nanoTime()), SIZE);
        RestClient rest = cloud.rest();
        rest.makeBucket(BUCKET);
        rest.put(BUCKET, "object", body).orFail();
        cloud.awaitSpread(BUCKET, "object");
        Bytes.assertSame("at once", rest.get(BUCKET, "object").orFail().body(), body);
        String holder = cloud.stripes(BUCKET, "object").getFirst().bits().get(0).nodes().getFirst();
        checkStatus(cloud, holder);
        List<String> secrets = secrets(cloud, nodes);

        cloud.kill(nodes);
        for (String node : nodes) {
          assertThat(mounts(cloud.nodeDirectory(node))).as("left by kill -9").hasSize(1);
          unmount(cloud.nodeDirectory(node));
        }
        checkDisks(cloud, nodes, secrets);
        checkOtherKey(cloud, holder, keys);

        encryptAgain(cloud, nodes, keys);
        Bytes.assertSame("after kill -9", rest.get(BUCKET, "object").orFail().body(), body);
        // Over a mount that is still there, this time.
        cloud.kill(List.of(holder));
        encryptAgain(cloud, List.of(holder), keys);
        Bytes.assertSame("mounted anew", rest.get(BUCKET, "object").orFail().body(), body);

        drain(cloud, holder);
        Bytes.assertSame("drained", rest.get(BUCKET, "object").orFail().body(), body);
        stop(cloud, nodes);
        for (String node : nodes) {
          assertThat(mounts(cloud.nodeDirectory(node))).as("left by SIGTERM").isEmpty();
        }
      } finally {
        cloud.kill(nodes.stream().filter(cloud.processes()::isAlive).toList());
        for (String node : nodes) {
          unmount(cloud.nodeDirectory(node));
        }
      }
    }
  }

  private static void encrypt(Cloud cloud, List<String> nodes, Path keys) throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      cloud.processes().useEngine(nodes.get(i), i % 2 == 0 ? "libtorrent" : "java");
    }
    cloud.kill(nodes);
    encryptAgain(cloud, nodes, keys);
  }

  private static void encryptAgain(Cloud cloud, List<String> nodes, Path keys) throws IOException {
    for (String node : nodes) {
      cloud
          .processes()
          .startAgain(node, "--encrypt", "--key-file", keys.resolve(node + ".key").toString());
    }
    Await.until("online: " + nodes, PATIENCE, () -> cloud.onlineNodes().containsAll(nodes));
  }

  private static void checkStatus(Cloud cloud, String node) {
    String status =
        Tool.run(
                Tool.fractus("node", "status", "--data", "" + cloud.nodeDirectory(node)),
                Map.of(),
                Tool.LIMIT)
            .orFail()
            .output();
    assertThat(status).containsPattern("store +sealed by gocryptfs");
  }

  /** Names, infohashes, torrents and bytes of all bits, as they are seen while nodes run. */
  private static List<String> secrets(Cloud cloud, List<String> nodes) throws IOException {
    List<String> secrets = new ArrayList<>();
    for (String node : nodes) {
      Path clear = cloud.nodeDirectory(node).resolve("clear");
      try (Stream<Path> all = Files.walk(clear)) {
        for (Path bit : all.filter(file -> named(file, "[0-9a-f]{32}")).toList()) {
          byte[] bytes = Files.readAllBytes(bit);
          secrets.add(String.valueOf(bit.getFileName()));
          secrets.add(new String(bytes, 0, 48, StandardCharsets.ISO_8859_1));
          secrets.add(new String(bytes, bytes.length / 2, 48, StandardCharsets.ISO_8859_1));
          String hash = Disk.infoHash(bit).toString();
          secrets.add(hash);
          secrets.add(new String(HexFormat.of().parseHex(hash), StandardCharsets.ISO_8859_1));
        }
      }
    }
    assertThat(secrets).as("of three bits at least").hasSizeGreaterThanOrEqualTo(15);
    secrets.addAll(List.of("6:lengthi", "12:piece length", "6:pieces", "7:privatei1e"));
    return secrets;
  }

  /** Every file of every node, byte for byte, with nothing mounted. */
  private static void checkDisks(Cloud cloud, List<String> nodes, List<String> secrets)
      throws IOException {
    for (String node : nodes) {
      Path directory = cloud.nodeDirectory(node);
      assertThat(directory.resolve("clear")).isEmptyDirectory();
      for (Path file : Disk.files(directory)) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
          assertThat(bytes.contains(secret)).as("%s is in %s", secret, file).isFalse();
          assertThat(file.toString()).doesNotContain(secret);
        }
      }
    }
  }

  /** Refused at once, and with the right key all is as it was. */
  private static void checkOtherKey(Cloud cloud, String node, Path keys) throws Exception {
    Path other = keys.resolve("other.key");
    Files.writeString(other, "5a".repeat(32) + "\n");
    Files.setPosixFilePermissions(
        other, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Path run = cloud.data().resolve("run").resolve(node + ".command");
    for (String[] wrong : new String[][] {{"--encrypt", "--key-file", other.toString()}, {}}) {
      List<String> command = new ArrayList<>(Files.readAllLines(run));
      command.addAll(List.of(wrong));
      Tool.Result result = Tool.run(command, Map.of(), Tool.LIMIT);
      assertThat(result.exitCode()).as(result.output()).isNotZero();
      assertThat(result.output())
          .containsAnyOf("sealed with another one", "start this node with --encrypt and its key")
          .doesNotContain("5a5a5a");
    }
  }

  private static void drain(Cloud cloud, String node) {
    Tool.run(
            Tool.fractus(
                "node",
                "drain",
                "--timeout",
                "120",
                "--data",
                cloud.nodeDirectory(node).toString()),
            Map.of(),
            Tool.LIMIT)
        .orFail();
    Path clear = cloud.nodeDirectory(node).resolve("clear");
    Await.until(
        "the drained node deletes its bits",
        PATIENCE,
        () -> {
          try (Stream<Path> all = Files.walk(clear)) {
            return all.noneMatch(file -> named(file, "[0-9a-f]{32}(\\.torrent)?"));
          }
        });
  }

  /** SIGTERM to nodes. */
  private static void stop(Cloud cloud, List<String> nodes) throws IOException {
    for (ProcessHandle process : cloud.processes().all()) {
      boolean isNode =
          process.info().arguments().map(List::of).orElse(List.of()).stream()
              .anyMatch(argument ->
                  nodes.stream().anyMatch(node -> argument.equals("" + cloud.nodeDirectory(node))));
      if (isNode) {
        process.destroy();
        Processes.awaitEnd(process);
      }
    }
  }

  private static boolean named(Path file, String pattern) {
    return String.valueOf(file.getFileName()).matches(pattern);
  }

  private static List<String> mounts(Path node) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.contains(" " + node.resolve("clear") + " "))
        .toList();
  }

  private static void unmount(Path node) throws IOException {
    if (!mounts(node).isEmpty()) {
      Tool.run("fusermount3", "-uz", node.resolve("clear").toString());
    }
  }
}
