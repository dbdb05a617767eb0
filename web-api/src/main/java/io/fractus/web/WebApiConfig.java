// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.web.http.Domains;
import io.fractus.web.http.Patience;
import io.fractus.web.website.WebsiteConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the web API listens, and where it keeps what it may lose.
 *
 * @param host name or address to listen on
 * @param s3Port of S3, 0 for any that is free
 * @param restPort of REST and health, 0 for any that is free
 * @param data the gateway's own directory
 * @param customerKeysInTheOpen whether S3 takes keys of clients (SSE-C) over plain HTTP from other
 *     machines
 * @param patience with clients of all
 * @param domains below which each bucket is a host to S3
 * @param websites of buckets; empty for none
 */
public record WebApiConfig(
    String host,
    int s3Port,
    int restPort,
    Path data,
    boolean customerKeysInTheOpen,
    Patience patience,
    Domains domains,
    Optional<WebsiteConfig> websites) {
  private static final int PORT_MAX = 65_535;

  public WebApiConfig {
    checkPort("s3Port", s3Port);
    checkPort("restPort", restPort);
    websites.ifPresent(where -> checkPort("the port of web sites", where.port()));
  }

  /** With keys of clients over TLS, or from this machine, the usual patience, and no web sites. */
  public WebApiConfig(String host, int s3Port, int restPort, Path data) {
    this(host, s3Port, restPort, data, false, Patience.USUAL, Domains.local(), Optional.empty());
  }

  private static void checkPort(String what, int port) {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException(what + " must be 0.." + PORT_MAX + ", is " + port);
    }
  }
}
