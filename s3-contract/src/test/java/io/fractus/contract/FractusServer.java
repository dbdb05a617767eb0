// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole cloud on this machine, as {@code fractus up} makes it. */
final class FractusServer implements Server {
  private final Child up;
  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;

  private FractusServer(Child up, Path data) throws IOException {
    this.up = up;
    this.endpoint = URI.create(find(data.resolve("endpoints.json"), "\"s3\"\\s*:\\s*\"([^\"]+)\""));
    Path credentials = data.resolve("credentials");
    this.accessKey = find(credentials, "aws_access_key_id\\s*=\\s*(\\S+)");
    this.secretKey = find(credentials, "aws_secret_access_key\\s*=\\s*(\\S+)");
  }

  /** Starts it and returns when a put would succeed. */
  static FractusServer start() throws IOException {
    Path directory = Files.createTempDirectory("fractus-contract-");
    Path data = directory.resolve("cloud");
    Child up =
        Child.start(
            directory,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar().toString(),
                "up",
                "--data",
                data.toString(),
                "--nodes",
                "3",
                "--layout",
                "raid5:2+1x1",
                "--port",
                "0",
                "--tracker-port",
                "0",
                "--bt-port",
                "0"));
    try {
      up.await(START_MAX, () -> up.output().lines().anyMatch("ready"::equals));
      return new FractusServer(up, data);
    } catch (IOException | RuntimeException | AssertionError e) {
      up.close();
      throw e;
    }
  }

  /** The program. */
  static Path jar() {
    return Path.of(System.getProperty("fractus.root", ".."), "cli/target/fractus.jar")
        .toAbsolutePath()
        .normalize();
  }

  private static String find(Path file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    if (!matcher.find()) {
      throw new AssertionError(file + " has no " + pattern);
    }
    return matcher.group(1);
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String accessKey() {
    return accessKey;
  }

  @Override
  public String secretKey() {
    return secretKey;
  }

  @Override
  public boolean isFractus() {
    return true;
  }

  @Override
  public void close() {
    up.close();
  }
}
