// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * This machine as it would be after an installation: its root under a layer in memory, in
 * namespaces of its own that end with it. Nothing of it is written to the machine. Needs root.
 */
final class InstalledSystem implements AutoCloseable {
  private static final String LAYERS =
      """
      set -e
      mount -t tmpfs -o size=1g,mode=755 tmpfs "$1"
      mkdir "$1/upper" "$1/work" "$1/root"
      mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
      mount --rbind /dev "$1/root/dev"
      mount -t proc proc "$1/root/proc"
      mount -t tmpfs tmpfs "$1/root/run"
      mount -t tmpfs tmpfs "$1/root/tmp"
      touch "$2"
      exec chroot "$1/root" sleep infinity
      """;

  private final Process holder;
  private final long inside;

  /**
   * @param directory to make the layers in, empty
   */
  InstalledSystem(Path directory) throws IOException {
    Path layers = Files.createDirectories(directory.resolve("layers"));
    Path ready = directory.resolve("ready");
    Path log = directory.resolve("layers.log");
    holder =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "-m",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    LAYERS,
                    "sh",
                    layers.toString(),
                    ready.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Await.until("the layers stand", Tool.LIMIT, () -> Files.exists(ready) || !holder.isAlive());
    if (!Files.exists(ready)) {
      throw new AssertionError("no layers; this needs root: " + Files.readString(log));
    }
    inside = holder.children().findFirst().orElseThrow().pid();
  }

  /** Ends the test where it cannot be made, as a failure in CI. */
  static void require() {
    StockClient.require("unshare", "nsenter", "setpriv", "dpkg", "systemd-analyze");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("only root makes namespaces and installs packages");
    }
    Assumptions.assumeTrue(root, "only root makes namespaces and installs packages");
  }

  private List<String> within(String script) {
    return List.of(
        "nsenter",
        "--target",
        "" + inside,
        "--mount",
        "--pid",
        "--root",
        "--wd",
        "env",
        "-i",
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "DEBIAN_FRONTEND=noninteractive",
        "sh",
        "-ec",
        script);
  }

  /** Runs a script as root there; fails with what it printed if it fails. */
  String run(String script) {
    return Tool.run(within(script), Map.of(), Tool.LIMIT).orFail().output().strip();
  }

  /** Whether a script succeeds there. */
  boolean holds(String script) {
    return Tool.run(within(script), Map.of(), Tool.LIMIT).exitCode() == 0;
  }

  /** Copies a file of this machine to there. */
  void put(Path from, String to) throws IOException {
    Process copy =
        new ProcessBuilder(within("cat > " + to))
            .redirectInput(from.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      if (!copy.waitFor(Tool.LIMIT.toSeconds(), TimeUnit.SECONDS) || copy.exitValue() != 0) {
        throw new AssertionError("cannot copy " + from);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** Starts the command of the service as its user, as systemd would. */
  Process startService(Path log) throws IOException {
    String command = run("sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/fractus-node.service");
    run("install -d -o fractus -g fractus -m 0700 /var/lib/fractus-node");
    List<String> arguments =
        new ArrayList<>(
            within(
                "umask 0077; exec setpriv --reuid fractus --regid fractus --clear-groups "
                    + "--no-new-privs --bounding-set=-all "
                    + command));
    return new ProcessBuilder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Ends the service by the signal that systemd sends. */
  void stopService(Process service) throws InterruptedException {
    run("kill -TERM $(pgrep -u fractus java)");
    if (!service.waitFor(Duration.ofSeconds(45).toSeconds(), TimeUnit.SECONDS)) {
      service.destroyForcibly();
      throw new AssertionError("the service does not end");
    }
  }

  @Override
  public void close() {
    // The first process of the namespace ends, and all others of it with it.
    holder.descendants().forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();
    try {
      holder.waitFor(Tool.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
