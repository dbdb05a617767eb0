// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** S3Proxy with its objects in memory. */
final class S3ProxyServer implements Server {
  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";

  private final Child process;
  private final URI endpoint;

  private S3ProxyServer(Child process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts it and returns when it listens. */
  static S3ProxyServer start() throws IOException {
    int port = freePort();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    Path directory = Files.createTempDirectory("s3proxy-");
    Path properties = directory.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient
        jclouds.identity=unused
        jclouds.credential=unused
        """
            .formatted(endpoint, KEY, SECRET));
    Child process =
        Child.start(
            directory,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.gaul.s3proxy.Main",
                "--properties",
                properties.toString()));
    try {
      process.await(START_MAX, () -> listens(port));
      return new S3ProxyServer(process, endpoint);
    } catch (IOException | RuntimeException | AssertionError e) {
      process.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String accessKey() {
    return KEY;
  }

  @Override
  public String secretKey() {
    return SECRET;
  }

  @Override
  public boolean isFractus() {
    return false;
  }

  @Override
  public void close() {
    process.close();
  }
}
