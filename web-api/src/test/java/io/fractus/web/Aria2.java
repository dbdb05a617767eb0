// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stock BitTorrent client that has nothing but torrents. Stateless. */
public final class Aria2 {
  private static final long LIMIT_SECONDS = 120;

  private Aria2() {}

  /**
   * Downloads what torrents are of into a directory; fails unless all of it is there then. One run
   * for many of them: it takes two seconds to end.
   */
  public static void download(Path directory, List<byte[]> torrents) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "aria2c",
                "--no-conf",
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--listen-port=20000-60000",
                "--seed-time=0",
                "--bt-stop-timeout=60",
                "--file-allocation=none",
                "--max-concurrent-downloads=" + torrents.size(),
                "--dir=" + directory));
    Path log = Files.createTempFile("fractus-aria2-", ".log");
    Path torrentFiles = Files.createTempDirectory("fractus-aria2-");
    List<Path> made = new ArrayList<>(List.of(log));
    for (byte[] torrent : torrents) {
      Path file = torrentFiles.resolve(made.size() + ".torrent");
      made.add(Files.write(file, torrent));
      command.add(file.toString());
    }
    made.add(torrentFiles);
    try {
      run(command, log);
    } finally {
      for (Path file : made) {
        Files.delete(file);
      }
    }
  }

  private static void run(List<String> command, Path log) throws IOException {
    Process client =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      client.getOutputStream().close();
      if (!client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("aria2c does not end:\n" + Files.readString(log));
      }
      if (client.exitValue() != 0) {
        throw new AssertionError("aria2c failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      client.destroyForcibly();
    }
  }
}
