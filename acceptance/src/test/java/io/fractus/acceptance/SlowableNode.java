// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A node with a configuration file, by which it can be slowed down while it runs. */
final class SlowableNode {
  private final Cloud cloud;
  private final String name;
  private final String site;

  SlowableNode(Cloud cloud, String name, String site) {
    this.cloud = cloud;
    this.name = name;
    this.site = site;
  }

  String name() {
    return name;
  }

  /** Starts it; it may not have joined yet. */
  Process start(String up) throws IOException {
    limit(up);
    List<String> command = new ArrayList<>(Tool.fractus("node", "--config", file().toString()));
    command.addAll(1, Tool.SMALL);
    Path log = cloud.data().resolve("log").resolve(name + ".log");
    return Tool.start(new ProcessBuilder(command), log);
  }

  private Path file() {
    return cloud.data().resolve(name + ".toml");
  }

  /** What it sends in a second at most, from a moment after this on. */
  void limit(String up) throws IOException {
    String text =
        String.format(
            Locale.ROOT,
            """
            [node]
            data = "%s"
            tracker = "%s"
            token-file = "%s"
            name = "%s"
            site = "%s"
            region = "local"
            class = "server"
            share = "1GB"
            host = "127.0.0.1"
            advertised-host = "127.0.0.1"
            port = 0
            up = "%s"
            """,
            cloud.nodeDirectory(name),
            cloud.endpoint("tracker"),
            cloud.data().resolve("tracker").resolve("join.token"),
            name,
            site,
            up);
    Path written = Files.writeString(file().resolveSibling(name + ".new"), text);
    Files.move(written, file(), StandardCopyOption.REPLACE_EXISTING);
  }
}
