// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.doctor;

import io.fractus.cli.base.Failure;
import io.fractus.cli.up.Ports;
import io.fractus.platform.ByteSize;
import io.fractus.platform.DurableFiles;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineException;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.NativeLibrary;
import io.fractus.torrents.engine.TorrentEngine;
import io.fractus.torrents.javaengine.JavaEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Fractus needs of a machine. Stateless. */
final class MachineChecks {
  private static final int JAVA_MIN = 25;
  private static final int FSYNCS = 8;

  /** Less than this and a cloud of twelve nodes with a gigabyte each will soon be full. */
  private static final long DISK_BYTES_MIN = 1_000_000_000L;

  private MachineChecks() {}

  static Check java() {
    int version = Runtime.version().feature();
    String found = "Java " + Runtime.version() + " at " + System.getProperty("java.home");
    return version >= JAVA_MIN
        ? Check.good("java", found)
        : Check.bad("java", found + ": " + JAVA_MIN + " or newer is needed, set JAVA_HOME");
  }

  /** Starts our own engine, and libtorrent where its native library loads. */
  static Check engine() {
    EngineConfig config = EngineConfig.listening("127.0.0.1", 0);
    try (TorrentEngine engine = JavaEngine.start(config)) {
      String found = "the one in Java listens on port " + engine.port();
      if (!NativeLibrary.isLoadable()) {
        return Check.good("engine", found + "; libtorrent does not load here");
      }
      try (TorrentEngine other = LibtorrentEngine.start(config)) {
        return Check.good("engine", found + ", libtorrent on port " + other.port());
      }
    } catch (EngineException e) {
      return Check.bad("engine", String.valueOf(e.getMessage()));
    }
  }

  /** Whether a file survives its fsync here, and how long that takes. */
  static Check fsync(Path directory) {
    try {
      Path file = Files.createTempFile(directory, ".doctor", ".tmp");
      try {
        long start = System.nanoTime();
        for (int i = 0; i < FSYNCS; i++) {
          DurableFiles.write(file, new byte[] {(byte) i});
        }
        long micros = (System.nanoTime() - start) / 1_000 / FSYNCS;
        return Check.good("fsync", directory + ", " + micros + " µs for a durable small file");
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Check.bad("fsync", directory + " cannot be written durably: " + e);
    }
  }

  static Check disk(Path directory) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      String found = new ByteSize(free) + " free at " + directory;
      return free >= DISK_BYTES_MIN
          ? Check.good("disk", found)
          : Check.bad("disk", found + ": make room, or use another --data");
    } catch (IOException e) {
      return Check.bad("disk", "cannot tell the free space of " + directory + ": " + e);
    }
  }

  /** The default ports of a cloud of twelve nodes. */
  static Check ports() {
    try {
      new Ports(InetAddress.ofLiteral("127.0.0.1"))
          .requireFree(
              List.of(
                  new Ports.Block(9_000, 3, "S3, REST and web sites", "up --port"),
                  new Ports.Block(6_969, 1, "the tracker", "up --tracker-port"),
                  new Ports.Block(6_881, 25, "BitTorrent and nodes", "up --bt-port")));
      return Check.good("ports", "9000 to 9002, 6969 and 6881 to 6905 are free");
    } catch (Failure e) {
      return Check.bad("ports", String.valueOf(e.getMessage()));
    }
  }
}
