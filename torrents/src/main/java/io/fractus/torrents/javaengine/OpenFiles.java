// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.InfoHash;
import io.fractus.torrents.Limits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of seeded bits that are open: those used last. Thread-safe. */
final class OpenFiles implements AutoCloseable {
  private final Map<InfoHash, OpenFile> open = new LinkedHashMap<>(16, 0.75f, true);

  /** A file that is open, and how many use it now. */
  static final class OpenFile {
    private final FileChannel channel;
    private int users = 1;

    private OpenFile(FileChannel channel) {
      this.channel = channel;
    }

    FileChannel channel() {
      return channel;
    }
  }

  /** The file of a seed, opened if it is not; it must be given back. */
  OpenFile borrow(Seed seed) throws IOException {
    OpenFile file = find(seed.hash());
    return file != null
        ? file
        : keep(seed.hash(), FileChannel.open(seed.file(), StandardOpenOption.READ));
  }

  private synchronized @Nullable OpenFile find(InfoHash bit) {
    OpenFile file = open.get(bit);
    if (file != null) {
      file.users++;
    }
    return file;
  }

  private synchronized OpenFile keep(InfoHash bit, FileChannel channel) throws IOException {
    OpenFile other = open.get(bit);
    if (other != null) {
      channel.close();
      other.users++;
      return other;
    }
    OpenFile file = new OpenFile(channel);
    open.put(bit, file);
    Iterator<OpenFile> eldest = open.values().iterator();
    while (open.size() > Limits.OPEN_FILES_MAX && eldest.hasNext()) {
      OpenFile old = eldest.next();
      if (old.users == 0) {
        eldest.remove();
        old.channel.close();
      }
    }
    return file;
  }

  synchronized void giveBack(OpenFile file) {
    file.users--;
  }

  /** Closes the file of a bit, also under the hands of who uses it. */
  synchronized void close(InfoHash bit) {
    OpenFile file = open.remove(bit);
    if (file != null) {
      close(file);
    }
  }

  private static void close(OpenFile file) {
    try {
      file.channel.close();
    } catch (IOException _) {
      // It was open to be read: nothing is lost.
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(OpenFiles::close);
    open.clear();
  }
}
