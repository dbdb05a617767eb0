// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a configuration file was written, and has it taken over. Thread-safe. */
final class ConfigWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConfigWatch.class);

  private final Path file;
  private final Runnable changed;
  private final Thread thread = Thread.ofVirtual().name("configuration").unstarted(this::run);

  private ConfigWatch(Path file, Runnable changed) {
    this.file = file;
    this.changed = changed;
  }

  static ConfigWatch start(Path file, Runnable changed) {
    ConfigWatch watch = new ConfigWatch(file, changed);
    watch.thread.start();
    return watch;
  }

  private void run() {
    FileTime last = written();
    try {
      while (true) {
        Thread.sleep(Limits.CONFIG_POLL);
        FileTime now = written();
        if (!now.equals(last)) {
          last = now;
          take();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file that is not right, such as one that is being written, changes nothing. */
  private void take() {
    try {
      changed.run();
      log.info("{} was taken over", file);
    } catch (RuntimeException e) {
      log.warn("{} is not taken over: {}", file, e.getMessage());
    }
  }

  private FileTime written() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException _) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
