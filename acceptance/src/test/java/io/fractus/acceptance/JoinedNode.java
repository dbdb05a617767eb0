// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A node that joins a cloud from another machine. Stateless. */
final class JoinedNode {
  private JoinedNode() {}

  /**
   * Starts it; it may not have joined yet.
   *
   * @param on makes a command line one that runs on that machine
   */
  static Process start(Cloud cloud, String name, String engine, UnaryOperator<List<String>> on)
      throws IOException {
    List<String> command =
        Tool.fractus(
            "node",
            "join",
            cloud.endpoint("tracker").toString(),
            "--token-file",
            cloud.data().resolve("tracker").resolve("join.token").toString(),
            "--dir",
            cloud.nodeDirectory(name).toString(),
            "--name",
            name,
            "--site",
            name,
            "--share",
            "100MB",
            "--engine",
            engine);
    Path log = cloud.data().resolve("log").resolve(name + ".log");
    return Tool.start(new ProcessBuilder(on.apply(command)), log);
  }
}
