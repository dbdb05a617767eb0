// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.cli.up.Credentials;
import io.fractus.cli.up.Endpoints;
import io.fractus.platform.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which gateway a client speaks to, and with which token. What is not given as an option is looked
 * for in the environment, and then in the directory of a cloud on this machine.
 */
public final class ApiOptions {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The gateway's REST, or FRACTUS_ENDPOINT; that of --data if not given.")
  @Nullable String endpoint;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with the bearer token, or the token in FRACTUS_TOKEN.")
  @Nullable Path tokenFile;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "A credentials file with fractus_token; that of --data if not given.")
  @Nullable Path credentials;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The directory of a cloud on this machine; ./fractus-data if not given.")
  @Nullable Path data;

  /** Opens a client; throws {@link Failure} if no endpoint or no token is known. */
  public ApiClient connect(Console console) {
    return new ApiClient(endpoint(console), token(console));
  }

  private Path dataDirectory() {
    return (data != null ? data : Path.of("fractus-data")).toAbsolutePath().normalize();
  }

  /** A directory that was named beats the environment, and a URL that was named beats both. */
  URI endpoint(Console console) {
    String fromEnvironment = console.environment().get("FRACTUS_ENDPOINT");
    String text;
    if (endpoint != null) {
      text = endpoint;
    } else if (data == null && fromEnvironment != null) {
      text = fromEnvironment;
    } else {
      text = Endpoints.read(dataDirectory().resolve("endpoints.json")).api();
    }
    return parse(text);
  }

  private static URI parse(String text) {
    URI url;
    try {
      url = URI.create(text.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage("'" + text + "' is not a URL such as http://127.0.0.1:9001", e);
    }
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw Failure.wrongUsage("'" + text + "' is not a URL such as http://127.0.0.1:9001");
    }
    return url;
  }

  String token(Console console) {
    String fromEnvironment = console.environment().get("FRACTUS_TOKEN");
    if (tokenFile != null) {
      return load(tokenFile);
    }
    if (credentials != null) {
      return Credentials.load(credentials).token();
    }
    if (data == null && fromEnvironment != null) {
      return fromEnvironment;
    }
    return Credentials.load(dataDirectory().resolve("credentials")).token();
  }

  private static String load(Path file) {
    try {
      return Secrets.load(file);
    } catch (NoSuchFileException e) {
      throw Failure.failed("no token at " + file, e);
    } catch (IOException e) {
      throw Failure.failed("cannot read the token in " + file + ": " + e.getMessage(), e);
    }
  }
}
