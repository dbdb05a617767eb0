// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Failure;
import io.fractus.web.WebApiConfig;
import io.fractus.web.http.Domains;
import io.fractus.web.http.Patience;
import io.fractus.web.website.WebsiteConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a gateway for how buckets are hosts. */
final class WebOptions {
  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      split = ",",
      defaultValue = Domains.LOCALHOST,
      description = {
        "Below which each bucket is a host to S3, BUCKET.DOMAIN;",
        "may be several (default: ${DEFAULT-VALUE})."
      })
  List<String> domains = List.of();

  @Option(
      names = "--website-port",
      paramLabel = "PORT",
      description = "Web sites of buckets, 0 for any that is free; nowhere if not given.")
  @Nullable Integer websitePort;

  @Option(
      names = "--website-domain",
      paramLabel = "DOMAIN",
      split = ",",
      defaultValue = Domains.LOCALHOST,
      description = {
        "Below which each web site is a host, BUCKET.DOMAIN;",
        "may be several (default: ${DEFAULT-VALUE})."
      })
  List<String> websiteDomains = List.of();

  /** Throws {@link Failure} of wrong usage. */
  WebApiConfig config(String host, int port, int apiPort, Path data, boolean keysOverHttp) {
    try {
      return new WebApiConfig(
          host,
          port,
          apiPort,
          data,
          keysOverHttp,
          Patience.USUAL,
          new Domains(domains),
          websites());
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<WebsiteConfig> websites() {
    return Optional.ofNullable(websitePort)
        .map(port -> new WebsiteConfig(port, new Domains(websiteDomains)));
  }
}
