// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The package of nodes: with nothing but itself and a shell, it holds bits of a cloud. */
final class PackageIT {
  private static final Path TARGET = Tool.ROOT.resolve("packaging/target").toAbsolutePath();

  private static final int OBJECTS_MAX = 40;

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(3, "raid5:2+1x1");

  @TempDir private Path directory;

  private static Path only(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
      assertThat(found).as(pattern + " in " + TARGET).hasSize(1);
      return found.getFirst();
    }
  }

  /** No JDK is to be found: neither by the path nor by the environment. */
  private static List<String> bare(Path program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "-i", "PATH=/usr/bin:/bin", program.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  @Test
  void archive_unpacked_joinsHoldsBitsAndStops() throws Exception {
    Tool.run("tar", "-xzf", only("fractus-node-.*\\.tar\\.gz").toString(), "-C", "" + directory)
        .orFail();
    Path home;
    try (Stream<Path> inside = Files.list(directory)) {
      home = inside.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    runsAsANode(home.resolve("bin/fractus"));
  }

  @Test
  void deb_unpacked_isTheSameWithAServiceAndRefusesToBeHalf() throws Exception {
    String deb = only("fractus-node_.*\\.deb").toString();
    Tool.run("dpkg-deb", "-x", deb, directory.resolve("root").toString()).orFail();
    Tool.run("dpkg-deb", "-e", deb, directory.resolve("control").toString()).orFail();

    Path program = directory.resolve("root/usr/bin/fractus");
    assertThat(Tool.run(bare(program, "version"), Map.of(), Tool.LIMIT).orFail().output())
        .startsWith("fractus ");
    assertThat(directory.resolve("root/usr/lib/systemd/system/fractus-node.service")).exists();
    for (String script : List.of("postinst", "prerm", "postrm")) {
      Tool.run("sh", "-n", directory.resolve("control").resolve(script).toString()).orFail();
    }
  }

  private void runsAsANode(Path program) throws Exception {
    Cloud cloud = clouds.cloud();
    Path token = cloud.data().resolve("tracker").resolve("join.token");
    Path data = directory.resolve("packed");
    Path log = directory.resolve("log");
    List<String> command = bare(program, "node", "--tracker", cloud.endpoint("tracker").toString());
    command.addAll(List.of("--token-file", token.toString(), "--name", "packed"));
    command.addAll(List.of("--share", "50MB", "--port", "0", "--data", data.toString()));
    // As the others of this cloud are: those come first that are here most of the time.
    command.addAll(List.of("--class", "server"));
    // Not what it would take by itself: the native library has to load in the trimmed runtime.
    command.addAll(List.of("--engine", "libtorrent"));
    Process node =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Await.until("the packed node is online", Tool.LIMIT, () -> isOnline(cloud, "packed"));
      RestClient rest = cloud.rest();
      rest.makeBucket("package");
      // Three nodes of four hold a bit of each object.
      for (int i = 0; i < OBJECTS_MAX && Disk.bits(data).isEmpty(); i++) {
        byte[] body = Bytes.random(i, 1_000_000);
        rest.put("package", "object" + i, body).orFail();
        Bytes.assertSame("object", rest.get("package", "object" + i).orFail().body(), body);
      }
      assertThat(Disk.bits(data)).isNotEmpty();
      String status =
          Tool.run(
                  bare(program, "node", "status", "--json", "--data", data.toString()),
                  Map.of(),
                  Tool.LIMIT)
              .orFail()
              .output();
      assertThat(status).contains("\"packed\"").contains("libtorrent");
    } catch (AssertionError e) {
      e.addSuppressed(new AssertionError(Files.readString(log)));
      throw e;
    } finally {
      node.destroy();
      assertThat(node.waitFor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isOnline(Cloud cloud, String name) throws IOException {
    return cloud.nodeViews().stream()
        .filter(view -> view.name().equals(name))
        .anyMatch(NodeView::online);
  }
}
