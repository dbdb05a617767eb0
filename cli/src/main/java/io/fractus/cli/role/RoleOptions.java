// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.platform.Secrets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all roles can be told. */
final class RoleOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in TOML, one table for each role.")
  @Nullable Path config;

  @Option(names = "--parent-pid", hidden = true)
  @Nullable Long parentPid;

  Optional<Long> parent() {
    return Optional.ofNullable(parentPid);
  }

  /** The token in a file; {@link Failure} if it cannot be read. */
  static String token(Path file) {
    return secret(file, "token", ": the tracker makes it at its first start");
  }

  /** The password of a client in a file; {@link Failure} if it cannot be read. */
  static String password(Path file) {
    return secret(file, "password", "");
  }

  /** What is in a file that nobody else may read; {@link Failure} if it cannot be read. */
  static String secret(Path file, String what, String whence) {
    try {
      return Secrets.load(file);
    } catch (NoSuchFileException e) {
      throw Failure.failed("no " + what + " at " + file + whence, e);
    } catch (IOException e) {
      throw Failure.failed("cannot read the " + what + " in " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The address that others are told.
   *
   * @throws Failure of wrong usage if only "all addresses" is known: nobody can connect to that
   */
  static String advertised(@Nullable String advertisedHost, String host) {
    if (advertisedHost != null) {
      return advertisedHost;
    }
    if (Set.of("0.0.0.0", "::", "[::]", "*").contains(host)) {
      throw Failure.wrongUsage(
          "--advertised-host is needed with --host " + host + ": the address that others reach");
    }
    return host;
  }

  /** The URL of a tracker. */
  static URI trackerUrl(URI url) {
    if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
      throw Failure.wrongUsage(
          "--tracker must be a URL such as http://127.0.0.1:6969, is '" + url + "'");
    }
    return url;
  }
}
