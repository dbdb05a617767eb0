// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.AccessControl;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.accounts.Caller;
import io.fractus.web.audit.AuditFacts;
import io.fractus.web.http.Connections;
import io.fractus.web.http.Domains;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.JettyErrors;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Errors;
import io.fractus.web.s3.error.S3Exception;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sites of all buckets that have one, on a port of their own: what is asked for there is asked
 * without a key, whatever stands in the request, and nothing is ever listed or changed.
 */
public final class WebsiteApi implements HttpListener.Api {
  private static final Logger log = LoggerFactory.getLogger(WebsiteApi.class);

  private static final String NO_SNIFF = "X-Content-Type-Options";

  private final ObjectStore store;
  private final AccessControl control;
  private final Function<String, Website> parser;
  private final CrossOrigin cors;
  private final SiteHosts hosts;

  /**
   * @param domains below which each site is a host
   * @param parser reads what was set for a bucket
   */
  public WebsiteApi(
      ObjectStore store,
      AccessControl control,
      Domains domains,
      Function<String, Website> parser,
      CrossOrigin cors) {
    this.store = store;
    this.control = control;
    this.parser = parser;
    this.cors = cors;
    this.hosts =
        new SiteHosts(
            domains, bucket -> store.book().setting(bucket, BucketSettings.WEBSITE).isPresent());
  }

  @Override
  public void addTo(JavalinConfig config) {
    config.routes.before(context -> {
      serve(context.req(), context.res());
      context.skipRemainingHandlers();
    });
  }

  @Override
  public JettyErrors.Renderer jettyErrors() {
    return (status, reason) ->
        new JettyErrors.Page(
            SitePage.CONTENT_TYPE,
            SitePage.html(status, "Bad Request", "the request is not valid HTTP: " + reason));
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) {
    AuditFacts facts = AuditFacts.of(request);
    facts.caller(Caller.ANONYMOUS);
    facts.operation("Website");
    response.setHeader(NO_SNIFF, "nosniff");
    try {
      SiteAddress address = hosts.of(request);
      facts.subject(address.bucket(), address.key());
      visit(request, response, address);
    } catch (IOException | RuntimeException e) {
      S3Exception failure = asS3(e);
      facts.error(failure.error().code());
      fail(request, response, failure);
    }
  }

  private void visit(HttpServletRequest request, HttpServletResponse response, SiteAddress address)
      throws IOException {
    switch (request.getMethod()) {
      case "OPTIONS" -> cors.preflight(request, response, address.bucket());
      case "GET", "HEAD" -> {
        cors.allow(request, response, address.bucket());
        Visitor visitor = new Visitor(store, control, address.bucket(), request);
        new Visit(request, response, address, visitor).answer(site(address.bucket()));
      }
      default -> {
        response.setHeader("Allow", "GET, HEAD, OPTIONS");
        throw new S3Exception(
            S3Error.METHOD_NOT_ALLOWED, "here everything can be read, and nothing changed");
      }
    }
  }

  private Website site(String bucket) {
    String document =
        store
            .book()
            .setting(bucket, BucketSettings.WEBSITE)
            .orElseThrow(
                () -> new S3Exception(S3Error.NO_SUCH_WEBSITE, "there is no web site here"));
    return parser.apply(document);
  }

  /** What a failure is in S3's words. */
  static S3Exception asS3(Exception thrown) {
    return switch (thrown) {
      case S3Exception e -> e;
      case StoreException e -> S3Errors.of(e);
      case ObjectResponse.ConditionFailed e ->
          new S3Exception(S3Error.PRECONDITION_FAILED, String.valueOf(e.getMessage()));
      case ObjectResponse.RangeNotSatisfiable e ->
          new S3Exception(
              S3Error.INVALID_RANGE,
              String.valueOf(e.getMessage()),
              Map.of(),
              Map.of("Content-Range", "bytes */" + e.size()));
      // Nobody is left to read what it becomes.
      case EofException e -> new S3Exception(S3Error.INTERNAL_ERROR, "the client left", e);
      default -> {
        log.error("a request failed for a reason that is not the client's", thrown);
        yield new S3Exception(S3Error.INTERNAL_ERROR, "the gateway failed", thrown);
      }
    };
  }

  private static void fail(
      HttpServletRequest request, HttpServletResponse response, S3Exception failure) {
    if (response.isCommitted()) {
      Connections.abort(request);
      return;
    }
    response.setHeader(NO_SNIFF, "nosniff");
    failure.headers().forEach(response::setHeader);
    try {
      SitePage.send(
          response,
          failure.error().status(),
          failure.error().code(),
          String.valueOf(failure.getMessage()),
          !request.getMethod().equals("HEAD"));
    } catch (IOException e) {
      log.debug("the client did not wait for its error: {}", e.toString());
    }
    Connections.drain(request);
  }
}
