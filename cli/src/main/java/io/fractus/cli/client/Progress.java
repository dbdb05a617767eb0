// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a transfer is, on standard error and for people only. Not thread-safe. */
final class Progress implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final int WIDTH = 80;
  private static final int UPDATE_MILLIS = 200;

  private final @Nullable ProgressBar bar;

  /**
   * @param size in bytes, or -1 if it is not known
   */
  Progress(Console console, String what, long size) {
    this.bar =
        console.errIsTerminal()
            ? new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(size)
                .setUnit("MiB", MEBIBYTE)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .showSpeed()
                .build()
            : null;
  }

  void add(long bytes) {
    if (bar != null) {
      bar.stepBy(bytes);
    }
  }

  /** The same stream, counted as it is read; closing it closes the stream. */
  InputStream count(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        add(value < 0 ? 0 : 1);
        return value;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        add(Math.max(0, count));
        return count;
      }
    };
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
