// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.AccessControl;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditLog;
import io.fractus.web.health.Health;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.RequestCounts;
import io.fractus.web.quota.QuotaStore;
import io.fractus.web.quota.RequestRates;
import io.fractus.web.rest.RestApi;
import io.fractus.web.s3.S3Api;
import io.fractus.web.s3.WebsiteXml;
import io.fractus.web.torrent.ObjectPieces;
import io.fractus.web.website.WebsiteApi;
import io.fractus.web.website.WebsiteConfig;
import io.javalin.router.Endpoint;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.RequestLog;

/**
 * The gateway's listeners: S3 on one port, REST and health on another, and the web sites of buckets
 * on a third if that is wanted. Serves from the moment it is made until it is closed; store,
 * accounts and audit log are the caller's to close, afterwards. Thread-safe.
 */
public final class WebApi implements AutoCloseable {
  private final HttpListener s3;
  private final HttpListener rest;
  private final Optional<HttpListener> websites;
  private final ObjectPieces pieces;

  private WebApi(
      HttpListener s3, HttpListener rest, Optional<HttpListener> websites, ObjectPieces pieces) {
    this.s3 = s3;
    this.rest = rest;
    this.websites = websites;
    this.pieces = pieces;
  }

  /**
   * Starts all listeners, or none.
   *
   * @throws WebApiStartException if a port is taken
   */
  public static WebApi start(
      WebApiConfig config,
      ObjectStore store,
      CloudStatus cloud,
      Accounts accounts,
      AuditLog audit,
      InstantSource clock) {
    RequestCounts counts = new RequestCounts();
    RequestRates rates = new RequestRates(clock);
    QuotaStore bounded = new QuotaStore(store, accounts::quota);
    ObjectPieces pieces = new ObjectPieces(config.data().resolve("torrents"), clock);
    S3Api s3Api =
        new S3Api(
            bounded,
            accounts,
            rates,
            pieces,
            clock,
            config.customerKeysInTheOpen(),
            config.domains());
    RestApi restApi =
        new RestApi(bounded, new Health(cloud, counts), cloud, accounts, rates, clock);
    Deque<HttpListener> started = new ArrayDeque<>();
    Opener opener =
        (name, port, api) -> {
          HttpListener listener =
              HttpListener.start(
                  name, config.host(), port, config.patience(), api, log(name, counts, audit));
          started.push(listener);
          return listener;
        };
    try {
      HttpListener s3 = opener.open("s3", config.s3Port(), s3Api);
      HttpListener rest = opener.open("rest", config.restPort(), restApi);
      Optional<HttpListener> websites =
          config
              .websites()
              .map(where ->
                  opener.open("websites", where.port(), websites(bounded, where, s3Api, clock)));
      return new WebApi(s3, rest, websites, pieces);
    } catch (RuntimeException e) {
      started.forEach(HttpListener::close);
      throw e;
    }
  }

  /** Starts one listener. */
  private interface Opener {
    HttpListener open(String name, int port, HttpListener.Api api);
  }

  private static WebsiteApi websites(
      ObjectStore store, WebsiteConfig where, S3Api s3, InstantSource clock) {
    return new WebsiteApi(
        store,
        // It sets no policies, so no user is looked for.
        new AccessControl(store, _ -> false, clock),
        where.domains(),
        WebsiteXml::parse,
        s3.crossOrigin());
  }

  private static RequestLog log(String api, RequestCounts counts, AuditLog audit) {
    return new RequestLog.Collection(counts.log(api), audit.of(api));
  }

  /** Where S3 is served, without a slash at the end. */
  public URI s3Uri() {
    return s3.uri();
  }

  /** Where REST and health are served, without a slash at the end. */
  public URI restUri() {
    return rest.uri();
  }

  /** All routes of REST. */
  List<Endpoint> restRoutes() {
    return rest.routes();
  }

  /** Where the web sites of buckets are served, without a slash at the end; empty if nowhere. */
  public Optional<URI> websitesUri() {
    return websites.map(HttpListener::uri);
  }

  /** Stops accepting, lets requests under way end for a few seconds, and closes all ports. */
  @Override
  public void close() {
    try (rest;
        pieces) {
      s3.close();
      websites.ifPresent(HttpListener::close);
    }
  }
}
