// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.AccessControl;
import io.fractus.web.accounts.Accounts;
import io.fractus.web.audit.AuditFacts;
import io.fractus.web.http.BodyException;
import io.fractus.web.http.Connections;
import io.fractus.web.http.Domains;
import io.fractus.web.http.HttpListener;
import io.fractus.web.http.JettyErrors;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RawQuery;
import io.fractus.web.quota.RequestRates;
import io.fractus.web.s3.auth.Authenticated;
import io.fractus.web.s3.auth.Authenticator;
import io.fractus.web.s3.auth.RequestToVerify;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Errors;
import io.fractus.web.s3.error.S3Exception;
import io.fractus.web.torrent.ObjectPieces;
import io.fractus.web.website.CrossOrigin;
import io.javalin.config.JavalinConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** S3 at {@code /}: every request is authenticated, routed, run, and its failure rendered. */
public final class S3Api implements HttpListener.Api {
  private static final Logger log = LoggerFactory.getLogger(S3Api.class);
  static final String REQUEST_ID = "x-amz-request-id";

  private final Authenticator authenticator;
  private final AccessControl control;
  private final BucketBook book;
  private final Cors cors;
  private final RequestRates rates;
  private final S3Routes routes;
  private final InstantSource clock;
  private final boolean keysInTheOpen;
  private final Domains domains;

  /**
   * S3 over a store.
   *
   * @param pieces for torrents of objects
   * @param keysInTheOpen whether keys of clients (SSE-C) are taken over plain HTTP from elsewhere
   * @param domains below which each bucket is a host
   */
  public S3Api(
      ObjectStore store,
      Accounts accounts,
      RequestRates rates,
      ObjectPieces pieces,
      InstantSource clock,
      boolean keysInTheOpen,
      Domains domains) {
    this.keysInTheOpen = keysInTheOpen;
    this.domains = domains;
    this.rates = rates;
    this.clock = clock;
    this.authenticator = new Authenticator(accounts::signer, clock);
    this.control = new AccessControl(store, name -> accounts.user(name).isPresent(), clock);
    this.book = store.book();
    this.cors = new Cors(book);
    PostObject post = new PostObject(store, authenticator, rates, clock, keysInTheOpen);
    this.routes = new S3Routes(store, post, new GetTorrent(store, pieces, clock), clock);
  }

  /** What browsers are told of scripts from elsewhere. */
  public CrossOrigin crossOrigin() {
    return cors;
  }

  @Override
  public void addTo(JavalinConfig config) {
    // Every path is a key here and every query may be a subresource: the table of S3Routes decides.
    config.routes.before(context -> {
      serve(context.req(), context.res());
      context.skipRemainingHandlers();
    });
  }

  @Override
  public JettyErrors.Renderer jettyErrors() {
    return (status, reason) -> ErrorXml.ofJetty(status, reason, newRequestId());
  }

  private static String newRequestId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
  }

  private void serve(HttpServletRequest request, HttpServletResponse response) {
    String requestId = newRequestId();
    response.setHeader(REQUEST_ID, requestId);
    AuditFacts facts = AuditFacts.of(request);
    facts.requestId(requestId);
    try {
      run(request, response, facts);
    } catch (IOException | RuntimeException e) {
      S3Exception failure = asS3(e);
      facts.error(failure.error().code());
      fail(request, response, requestId, failure);
    }
  }

  private void run(HttpServletRequest request, HttpServletResponse response, AuditFacts facts)
      throws IOException {
    Optional<String> bucket = domains.bucket(Domains.host(request.getHeader("Host")));
    RequestToVerify toVerify = verifiable(request, bucket.isPresent());
    S3Path path =
        bucket
            .map(name -> S3Path.ofBucket(name, toVerify.rawPath()))
            .orElseGet(() -> S3Path.parse(toVerify.rawPath()));
    if (request.getMethod().equals("OPTIONS")) {
      facts.subject(path.bucket(), path.key());
      facts.operation("Preflight");
      cors.preflight(request, response, path.bucket());
      return;
    }
    cors.allow(request, response, path.bucket());
    Authenticated authenticated = authenticator.authenticate(toVerify);
    facts.caller(authenticated.caller());
    if (!rates.admits(authenticated.caller())) {
      throw new S3Exception(S3Error.SLOW_DOWN, "the user asks more often than its quota allows");
    }
    Encryption.check(request, keysInTheOpen);
    RawQuery query = toVerify.query();
    facts.subject(path.bucket(), path.key());
    S3Operation operation = routes.find(request.getMethod(), path, query);
    facts.operation(operation.getClass().getSimpleName());
    Access access = Access.of(control, authenticated, request, query, clock.instant());
    access.require(request, path, query, S3Routes.subresource(query));
    ExpectedOwner.check(request, path, book);
    try {
      operation.run(new S3Request(request, response, path, query, authenticated, access));
    } catch (S3Exception | StoreException e) {
      throw access.veiled(asS3(e), path);
    }
  }

  private static RequestToVerify verifiable(HttpServletRequest request, boolean bucketInHost) {
    try {
      RequestToVerify asItCame = RequestToVerify.of(request);
      // There a path that begins like a query is a key.
      return bucketInHost ? asItCame : FoldedQuery.unfold(asItCame);
    } catch (IllegalArgumentException e) {
      throw new S3Exception(
          S3Error.INVALID_URI, "the query cannot be decoded: " + e.getMessage(), e);
    }
  }

  /** What a failure is in S3's words. */
  static S3Exception asS3(Exception thrown) {
    return switch (thrown) {
      case S3Exception e -> e;
      case StoreException e -> S3Errors.of(e);
      case BodyException e -> S3Errors.of(e);
      case ObjectResponse.ConditionFailed e ->
          new S3Exception(S3Error.PRECONDITION_FAILED, String.valueOf(e.getMessage()));
      case ObjectResponse.RangeNotSatisfiable e ->
          new S3Exception(
              S3Error.INVALID_RANGE,
              String.valueOf(e.getMessage()),
              Map.of("ActualObjectSize", Long.toString(e.size())));
      // Nobody is left to read what it becomes.
      case EofException e -> new S3Exception(S3Error.INTERNAL_ERROR, "the client left", e);
      default -> {
        log.error("a request failed for a reason that is not the client's", thrown);
        yield new S3Exception(
            S3Error.INTERNAL_ERROR, "the gateway failed; its log says more", thrown);
      }
    };
  }

  private static void fail(
      HttpServletRequest request,
      HttpServletResponse response,
      String requestId,
      S3Exception failure) {
    if (response.isCommitted()) {
      Connections.abort(request);
      return;
    }
    Map<String, String> kept = corsHeaders(response);
    response.reset();
    kept.forEach(response::setHeader);
    response.setStatus(failure.error().status());
    response.setHeader(REQUEST_ID, requestId);
    failure.headers().forEach(response::setHeader);
    String size = failure.details().get("ActualObjectSize");
    if (size != null) {
      response.setHeader("Content-Range", "bytes */" + size);
    }
    try {
      if (!request.getMethod().equals("HEAD")) {
        writeBody(request, response, requestId, failure);
      }
      response.flushBuffer();
    } catch (IOException e) {
      log.debug("the client did not wait for its error: {}", e.toString());
    }
    Connections.drain(request);
  }

  /** A script may see an error as well. */
  private static Map<String, String> corsHeaders(HttpServletResponse response) {
    return response.getHeaderNames().stream()
        .filter(name -> name.startsWith("Access-Control-") || name.equals("Vary"))
        .distinct()
        .collect(Collectors.toMap(name -> name, name -> String.valueOf(response.getHeader(name))));
  }

  private static void writeBody(
      HttpServletRequest request,
      HttpServletResponse response,
      String requestId,
      S3Exception failure)
      throws IOException {
    byte[] body =
        ErrorXml.render(
                failure.error().code(),
                String.valueOf(failure.getMessage()),
                request.getRequestURI(),
                requestId,
                failure.details())
            .getBytes(StandardCharsets.UTF_8);
    response.setContentType(XmlDocument.CONTENT_TYPE);
    response.setContentLengthLong(body.length);
    response.getOutputStream().write(body);
  }
}
