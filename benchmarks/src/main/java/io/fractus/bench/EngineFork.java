// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The other side of an {@link EngineProcess}. Not thread-safe. */
final class EngineFork implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);

  private final Process process;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final double startMillis;
  private final int port;

  private EngineFork(Process process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    socket.setSoTimeout((int) ANSWER_MAX.toMillis());
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
    this.startMillis = in.readLong() / 1e6;
    this.port = in.readInt();
  }

  /** Starts a process with an engine, by its name. */
  static EngineFork start(String engine) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout((int) ANSWER_MAX.toMillis());
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "--enable-native-access=ALL-UNNAMED",
                      "-Xmx1g",
                      "-XX:+UseSerialGC",
                      "-Xmn16m",
                      // A small nursery, and nothing kept that is not used: RSS is to say what is.
                      "-XX:MinHeapFreeRatio=5",
                      "-XX:MaxHeapFreeRatio=10",
                      "-cp",
                      System.getProperty("java.class.path"),
                      EngineProcess.class.getName(),
                      engine,
                      "" + server.getLocalPort()))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return new EngineFork(process, server.accept());
      } catch (IOException e) {
        process.destroyForcibly();
        throw new IOException("the process of the engine '" + engine + "' does not start", e);
      }
    }
  }

  /** How long the engine took to listen, with what it loads. */
  double startMillis() {
    return startMillis;
  }

  int port() {
    return port;
  }

  private void order(String order, Path directory) throws IOException {
    out.writeUTF(order);
    out.writeUTF(directory.toString());
  }

  private void send(BitMetainfo bit) throws IOException {
    byte[] info = bit.info();
    out.writeInt(info.length);
    out.write(info);
  }

  void seed(BitMetainfo bit, Path directory) throws IOException {
    order("seed", directory);
    send(bit);
    in.readLong();
  }

  /** Fetches a bit from a port; nanoseconds. */
  long fetch(BitMetainfo bit, Path directory, int from) throws IOException {
    order("fetch", directory);
    send(bit);
    out.writeInt(from);
    return in.readLong();
  }

  /** Seeds bits that have no bytes but a length; nanoseconds. */
  long fill(Path directory, int from, int to) throws IOException {
    order("fill", directory);
    out.writeInt(from);
    out.writeInt(to);
    return in.readLong();
  }

  /** A number: {@code cpu} in nanoseconds, {@code heap} or {@code rss} in bytes. */
  long ask(String what) throws IOException {
    order(what, Path.of(""));
    return in.readLong();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    process.destroyForcibly();
    process.onExit().join();
  }
}
