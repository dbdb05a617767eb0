// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code fractus up} as a program: starting twice, stopping, going on, and refusing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpIT {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(3, "raid5:2+1x1");

  @TempDir private Path directory;

  private static Tool.Result up(Path data, String... more) {
    String[] arguments = new String[more.length + 11];
    List<String> common =
        List.of(
            "up",
            "--data",
            data.toString(),
            "--nodes",
            "3",
            "--layout",
            "raid5:2+1x1",
            "--tracker-port",
            "0",
            "--bt-port",
            "0");
    System.arraycopy(common.toArray(), 0, arguments, 0, common.size());
    System.arraycopy(more, 0, arguments, common.size(), more.length);
    return Tool.run(Tool.fractus(arguments), Map.of(), Duration.ofSeconds(90));
  }

  @Test
  @Order(1)
  void secondUp_onTheSameDirectory_isRefused() {
    Tool.Result second = up(clouds.cloud().data(), "--port", "0");

    assertThat(second.exitCode()).as(second.output()).isEqualTo(FAILED);
    assertThat(second.output()).contains("in use").contains(clouds.cloud().data().toString());
    assertThat(clouds.cloud().upProcess().isAlive()).isTrue();
  }

  @Test
  @Order(2)
  void files_withSecrets_areForTheOwnerOnly() throws IOException {
    Path data = clouds.cloud().data();
    for (String file : List.of("credentials", "tracker/gateway.token", "tracker/join.token")) {
      assertThat(Files.getPosixFilePermissions(data.resolve(file)))
          .as(file)
          .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  @Order(2)
  void log_thatBecomesLong_isBegunAnewWhileItsRoleRuns() throws IOException {
    Path log = clouds.cloud().data().resolve("log/tracker.log");
    String line = "x".repeat(99) + "\n";
    Files.writeString(log, line.repeat(110_000), StandardOpenOption.APPEND);

    Path older = log.resolveSibling("tracker.log.1");
    Await.until("an older log", Cloud.START, () -> Files.exists(older) && Files.size(log) == 0);

    assertThat(Files.size(older)).isGreaterThan(11_000_000);
    assertThat(Files.readString(older)).startsWith("20").endsWith(line);
    assertThat(clouds.cloud().processes().isAlive("tracker")).isTrue();
  }

  @Test
  @Order(3)
  void sigterm_stopsEveryProcess_andTheNextUpGoesOn() throws Exception {
    Cloud cloud = clouds.cloud();
    cloud.rest().makeBucket("keep");
    byte[] body = Bytes.random(7, 2_000_003);
    cloud.rest().put("keep", "object", body).orFail();
    List<ProcessHandle> children = cloud.processes().all();
    assertThat(children).hasSize(5);

    assertThat(cloud.stop()).isZero();

    assertThat(children).noneMatch(ProcessHandle::isAlive);
    cloud.up();
    Bytes.assertSame("the old object", cloud.rest().get("keep", "object").orFail().body(), body);
  }

  @Test
  @Order(4)
  void up_onADirectoryOfAnotherVersion_isRefused() throws IOException {
    Path data = Files.createDirectory(directory.resolve("old"));
    Files.writeString(data.resolve("FORMAT"), "cloud 99\n");

    Tool.Result result = up(data, "--port", "0");

    assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILED);
    assertThat(result.output()).contains("cloud 99").contains(data.toString());
    assertThat(Disk.files(data)).hasSize(1);
  }

  @Test
  @Order(5)
  void up_onAPortThatIsTaken_saysWhich() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
      Tool.Result result =
          up(directory.resolve("taken"), "--port", Integer.toString(taken.getLocalPort()));

      assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILED);
      assertThat(result.output())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains("taken");
    }
  }

  @Test
  @Order(6)
  void up_withALayoutThatIsNone_isWrongUsage() {
    Tool.Result result =
        Tool.run(
            Tool.fractus(
                "up", "--data", directory.resolve("x").toString(), "--nodes=3", "--layout=raid9:3"),
            Map.of(),
            Tool.LIMIT);

    assertThat(result.exitCode()).as(result.output()).isEqualTo(WRONG_USAGE);
    assertThat(result.output()).contains("raid9:3");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  /** Where every place that the launcher looks at has a Java of version 17. */
  @Test
  @Order(7)
  void launcher_withOldJavaOnly_saysWhatItNeeds() throws IOException {
    Path old = directory.resolve("old-java");
    Path bin = Files.createDirectories(old.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      Path file = bin.resolve(program);
      Files.writeString(file, "#!/bin/sh\necho 'old java was run' >&2\nexit 99\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path launcher = directory.resolve("fractus");
    String script = Files.readString(Tool.ROOT.resolve("fractus"));
    assertThat(script).contains("/usr/lib/jvm/*");
    Files.writeString(
        launcher, script.replaceAll("/(usr/lib/jvm|opt|Library)/", directory + "/nothing-here/"));

    Tool.Result result =
        Tool.run(
            List.of("/bin/sh", launcher.toString(), "--version"),
            Map.of(
                "JAVA_HOME",
                old.toString(),
                "JAVA25_HOME",
                "",
                "HOME",
                directory.toString(),
                "PATH",
                bin + ":/usr/bin:/bin"),
            Tool.LIMIT);

    assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILED);
    assertThat(result.output())
        .contains("JDK 25 or newer")
        .contains("found 17")
        .contains("JAVA_HOME")
        .doesNotContain("old java was run");
  }
}
