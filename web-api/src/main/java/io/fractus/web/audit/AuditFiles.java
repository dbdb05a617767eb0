// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.audit;

import io.fractus.web.Limits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code audit.log}, and before it {@code audit.log.1} and so on, the oldest with the highest
 * number; the last of them is deleted when the next is begun. A disk that fails costs lines, never
 * a request. Not thread-safe.
 */
final class AuditFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AuditFiles.class);
  private static final String NAME = "audit.log";

  private final Path directory;
  private final long bytesMax;
  private @Nullable OutputStream out;
  private long bytes;
  private boolean failing;

  AuditFiles(Path directory, long bytesMax) {
    this.directory = directory;
    this.bytesMax = bytesMax;
  }

  void write(String line) {
    byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      OutputStream file = out == null ? open() : out;
      if (bytes > 0 && bytes + text.length > bytesMax) {
        file = rotate();
      }
      file.write(text);
      bytes += text.length;
      failing = false;
    } catch (IOException e) {
      failed(e);
    }
  }

  void flush() {
    try {
      if (out != null) {
        out.flush();
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private OutputStream open() throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    bytes = Files.size(file);
    OutputStream opened =
        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND));
    out = opened;
    return opened;
  }

  private OutputStream rotate() throws IOException {
    close();
    for (int number = Limits.AUDIT_FILES_MAX - 1; number > 0; number--) {
      Path from = directory.resolve(number == 1 ? NAME : NAME + "." + (number - 1));
      if (Files.exists(from)) {
        Files.move(
            from, directory.resolve(NAME + "." + number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return open();
  }

  /** Said once until it works again: a full disk would fill what is left of it. */
  private void failed(IOException e) {
    if (!failing) {
      log.error("the audit log in {} cannot be written: {}", directory, e.toString());
    }
    failing = true;
    close();
  }

  @Override
  public void close() {
    OutputStream file = out;
    out = null;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      log.debug("the audit log was not closed well: {}", e.toString());
    }
  }
}
