// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import io.fractus.protocol.control.NodeView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that a cloud holds for its clients, counted from outside: rows of the catalog, bits on nodes
 * and in staging, and the gateway's file descriptors and threads, virtual ones among them.
 *
 * @param rows by table, and the bits of all nodes
 * @param staged files
 * @param descriptors open in the gateway
 * @param threads of the gateway, of both kinds
 */
record Holdings(Map<String, Long> rows, int staged, long descriptors, long threads) {
  /**
   * What connections kept for later, pools and readers of databases may come to: far less than what
   * a test does to a cloud.
   */
  private static final int SLACK = 24;

  private static final Duration SETTLE = Duration.ofSeconds(90);

  static Holdings of(Cloud cloud) throws IOException, SQLException {
    long gateway = cloud.processes().handle("gateway").pid();
    Path directory = cloud.data().resolve("gateway");
    Map<String, Long> rows = rows(directory.resolve("catalog.db"));
    rows.put("bits on nodes", cloud.nodeViews().stream().mapToLong(NodeView::bits).sum());
    try (Stream<Path> open = Files.list(Path.of("/proc/" + gateway + "/fd"))) {
      return new Holdings(
          Map.copyOf(rows),
          Disk.files(directory.resolve("staging")).size(),
          open.count(),
          threads(gateway));
    }
  }

  private static Map<String, Long> rows(Path database) throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection catalog = DriverManager.getConnection("jdbc:sqlite:file:" + database);
        Statement statement = catalog.createStatement()) {
      for (String table :
          List.of("objects", "uploads", "doomed", "stripes", "bits", "garbage", "multiparts")) {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
          rows.put(table, result.getLong(1));
        }
      }
      for (String table : List.of("parts", "packs", "packed")) {
        try (ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table)) {
          rows.put(table, result.getLong(1));
        }
      }
    }
    return rows;
  }

  /** Those of the virtual machine's own dump, which has the virtual ones that wait, too. */
  private static long threads(long pid) throws IOException {
    Path dump = Files.createTempDirectory("fractus-it-").resolve("threads");
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Tool.run(jcmd, Long.toString(pid), "Thread.dump_to_file", "-overwrite", dump.toString())
        .orFail();
    try (Stream<String> lines = Files.lines(dump)) {
      return lines.filter(line -> line.matches("#\\d+ \".*")).count();
    } finally {
      Files.delete(dump);
      Files.delete(dump.getParent());
    }
  }

  /** Waits until a cloud holds no more than this. */
  void awaitAgain(Cloud cloud) {
    Holdings[] last = {this};
    try {
      Await.until(
          "what the cloud held before",
          SETTLE,
          () -> {
            last[0] = of(cloud);
            return last[0].isNoMoreThan(this);
          });
    } catch (AssertionError e) {
      throw new AssertionError("before: " + this + "\nafter:  " + last[0], e);
    }
  }

  private boolean isNoMoreThan(Holdings before) {
    return rows.equals(before.rows)
        && staged <= before.staged
        && descriptors <= before.descriptors + SLACK
        && threads <= before.threads + SLACK;
  }
}
