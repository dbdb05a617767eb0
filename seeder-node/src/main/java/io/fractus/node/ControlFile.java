// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.platform.Secrets;
import io.fractus.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where the owner of a running node reaches it: the file {@code control.json} of its directory, and
 * a token beside it. Both are readable by the owner only. Immutable.
 */
public final class ControlFile {
  private static final String FILE = "control.json";
  private static final String TOKEN = "control.token";

  private final Path directory;
  private final int port;
  private final String token;

  private record Content(int port, long pid) {}

  private ControlFile(Path directory, int port, String token) {
    this.directory = directory;
    this.port = port;
    this.token = token;
  }

  static ControlFile create(Path directory, StateFiles files, int port, RandomGenerator random) {
    try {
      String token = Secrets.loadOrCreate(directory.resolve(TOKEN), random);
      Content content = new Content(port, ProcessHandle.current().pid());
      files.write(FILE, (Json.write(content) + "\n").getBytes(StandardCharsets.UTF_8));
      return new ControlFile(directory, port, token);
    } catch (IOException e) {
      throw new NodeException("cannot write " + directory.resolve(TOKEN) + ": " + e, e);
    }
  }

  /**
   * That of a node that runs on a directory; empty if none does.
   *
   * @throws IOException if it cannot be read
   */
  public static Optional<ControlFile> find(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Content content;
    try {
      content = Json.read(Files.readString(file), Content.class);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
    // One that was killed leaves the file behind, and its port may be somebody else's now.
    if (ProcessHandle.of(content.pid()).filter(ProcessHandle::isAlive).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ControlFile(directory, content.port(), Secrets.load(directory.resolve(TOKEN))));
  }

  /** The port of the status page on loopback. */
  public int port() {
    return port;
  }

  /** What lets its owner in, a secret. */
  public String token() {
    return token;
  }

  void delete(StateFiles files) {
    files.delete(FILE);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ControlFile[" + directory + ", port=" + port + "]";
  }
}
