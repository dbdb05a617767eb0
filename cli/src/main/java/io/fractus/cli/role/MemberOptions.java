// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.platform.ByteSize;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a member of a cloud says of itself, whichever engine serves its bits. */
final class MemberOptions {
  @Option(
      names = "--tracker",
      paramLabel = "URL",
      description = {
        "The tracker of the cloud; a stock client must reach it too",
        "(default: ${DEFAULT-VALUE})."
      })
  URI tracker = URI.create("http://127.0.0.1:6969");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The cloud's join token; needed at the first start only.")
  @Nullable Path tokenFile;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What people call it, unique in the cloud.")
  @Nullable String name;

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description = "Nodes that fail together; the name of the node if not given.")
  @Nullable String site;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Sites that fail together (default: ${DEFAULT-VALUE}).")
  String region = "local";

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "server, office, lab, shop, home or phone (default: ${DEFAULT-VALUE}).")
  String nodeClass = "home";

  @Option(
      names = "--share",
      paramLabel = "SIZE",
      description = "The space it offers (default: 1GB).")
  ByteSize share = ByteSize.parse("1GB");

  URI trackerUrl() {
    return RoleOptions.trackerUrl(tracker);
  }

  Optional<String> joinToken() {
    return Optional.ofNullable(tokenFile).map(RoleOptions::token);
  }

  /** The site of the node of that name. */
  String siteOf(String named) {
    return site != null ? site : named;
  }
}
