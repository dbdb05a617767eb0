// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.bench;

import io.fractus.bench.s3.S3Server;
import io.fractus.cli.base.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * S3Proxy on a directory of files, a process with libraries of its own: it brings 150 of them, of
 * other versions than ours. Not thread-safe.
 */
final class ScratchS3Proxy implements AutoCloseable {
  /** What to do when it is not at hand. */
  static final String HOW_TO_GET =
      "S3Proxy is not at hand, so S3 has no floor: './check --quick' in the sources gets it, or"
          + " name a file with its class path: --s3proxy";

  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";
  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final long LOOK_MILLIS = 50;
  private static final int CONNECT_MILLIS = 1_000;
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final URI endpoint;

  private ScratchS3Proxy(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The file that the build of our own sources leaves, if this program runs from them. */
  static Optional<Path> classPathOfSources() {
    return Optional.ofNullable(System.getProperty("fractus.launcher"))
        .map(launcher -> Path.of(launcher).resolveSibling("s3-contract/target/s3proxy.classpath"))
        .filter(Files::isRegularFile);
  }

  /**
   * Starts it and returns when it listens; again in the same directory it goes on with its objects.
   *
   * @param classPath a file with nothing else in it
   */
  static ScratchS3Proxy start(Path directory, Path classPath) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Path properties = Files.createDirectories(directory).resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.identity=unused
        jclouds.credential=unused
        jclouds.filesystem.basedir=%s
        """
            .formatted(
                endpoint, KEY, SECRET, Files.createDirectories(directory.resolve("objects"))));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + quiet(directory),
                "-cp",
                Files.readString(classPath).strip(),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    ScratchS3Proxy started = new ScratchS3Proxy(process, endpoint);
    try {
      started.await(port, directory.resolve("output"));
      return started;
    } catch (IOException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** Without this it logs each buffer that it reads, which takes longer than to store it. */
  private static Path quiet(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("logback.xml"),
        """
        <configuration>
          <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="OUT"/></root>
        </configuration>
        """);
  }

  private void await(int port, Path output) throws IOException {
    long end = System.nanoTime() + START_MAX.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw Failure.failed("S3Proxy did not start: " + Files.readString(output));
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  S3Server server() {
    return new S3Server("s3proxy, files", endpoint, KEY, SECRET);
  }

  @Override
  public void close() {
    ScratchProcess.end(process, STOP_SECONDS);
  }
}
