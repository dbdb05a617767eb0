// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditLog;
import io.fractus.web.health.Health;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.RequestCounts;
import io.fractus.web.quota.QuotaStore;
import io.fractus.web.quota.RequestRates;
import io.fractus.web.rest.RestApi;
import io.fractus.web.s3.S3Api;
import io.fractus.web.torrent.ObjectPieces;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.jetty.server.RequestLog;

/**
 * The gateway's two listeners: S3 on one port, REST and health on another. Serves from the moment
 * it is made until it is closed; store, accounts and audit log are the caller's to close,
 * afterwards. Thread-safe.
 */
public final class WebApi implements AutoCloseable {
  private final HttpListener s3;
  private final HttpListener rest;
  private final ObjectPieces pieces;

  private WebApi(HttpListener s3, HttpListener rest, ObjectPieces pieces) {
    this.s3 = s3;
    this.rest = rest;
    this.pieces = pieces;
  }

  /**
   * Starts both listeners, or neither.
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
    String host = config.host();
    RequestCounts counts = new RequestCounts();
    RequestRates rates = new RequestRates(clock);
    QuotaStore bounded = new QuotaStore(store, accounts::quota);
    ObjectPieces pieces = new ObjectPieces(config.data().resolve("torrents"), clock);
    S3Api s3Api =
        new S3Api(bounded, accounts, rates, pieces, clock, config.customerKeysInTheOpen());
    HttpListener s3 =
        HttpListener.start(
            "s3", host, config.s3Port(), config.patience(), s3Api, log("s3", counts, audit));
    try {
      RestApi api = new RestApi(bounded, new Health(cloud, counts), cloud, accounts, rates);
      return new WebApi(
          s3,
          HttpListener.start(
              "rest", host, config.restPort(), config.patience(), api, log("rest", counts, audit)),
          pieces);
    } catch (RuntimeException e) {
      s3.close();
      throw e;
    }
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

  /** Stops accepting, lets requests under way end for a few seconds, and closes both ports. */
  @Override
  public void close() {
    try (rest;
        pieces) {
      s3.close();
    }
  }
}
