// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.website;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.StoreException;
import io.fractus.web.http.ObjectHeaders;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request to a site, and its answer. Not thread-safe. */
final class Visit {
  private static final Logger log = LoggerFactory.getLogger(Visit.class);
  private static final int FOUND = 302;
  private static final int MOVED = 301;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final SiteAddress address;
  private final Visitor visitor;

  Visit(
      HttpServletRequest request,
      HttpServletResponse response,
      SiteAddress address,
      Visitor visitor) {
    this.request = request;
    this.response = response;
    this.address = address;
    this.visitor = visitor;
  }

  /** Throws {@link S3Exception} or {@link StoreException} if the site has no answer. */
  void answer(Website site) throws IOException {
    if (site.all().isPresent()) {
      redirect(site.all().get(), "");
      return;
    }
    Optional<RoutingRule> rule = site.rule(address.key(), Optional.empty());
    if (rule.isPresent()) {
      redirect(rule.get());
      return;
    }
    if (isRootWithoutSlash() || isFolder(site)) {
      String folder = address.key().isEmpty() ? "" : PercentCoding.encodePath(address.key()) + "/";
      redirect(FOUND, withQuery(here("/" + folder)));
      return;
    }
    try {
      show(site.shown(address.key()));
    } catch (S3Exception | StoreException e) {
      S3Exception failure = WebsiteApi.asS3(e);
      if (!showInPlace(site, failure)) {
        throw failure;
      }
    }
  }

  /** In the path of another host {@code /bucket} is no folder to a browser. */
  private boolean isRootWithoutSlash() {
    return address.key().isEmpty() && !request.getRequestURI().endsWith("/");
  }

  private boolean isFolder(Website site) {
    String key = address.key();
    return !key.isEmpty()
        && !key.endsWith("/")
        && visitor.look(key).isEmpty()
        && visitor.look(site.shown(key + "/")).isPresent();
  }

  private void show(String key) throws IOException {
    try (ObjectReader reader = visitor.open(key)) {
      ObjectInfo info = reader.info();
      String elsewhere = info.metadata().get(ObjectHeaders.REDIRECT);
      if (elsewhere != null && ObjectHeaders.isRedirect(elsewhere)) {
        redirect(MOVED, elsewhere.startsWith("/") ? here(elsewhere) : elsewhere);
      } else if (request.getMethod().equals("HEAD")) {
        ObjectResponse.head(request, response, info, Map.of(), null);
      } else {
        ObjectResponse.get(request, response, reader, Map.of(), null);
      }
    }
  }

  /** Another answer than a failure, if the site has one. */
  private boolean showInPlace(Website site, S3Exception failure) throws IOException {
    int status = failure.error().status();
    Optional<RoutingRule> rule = site.rule(address.key(), Optional.of(status));
    if (rule.isPresent()) {
      redirect(rule.get());
      return true;
    }
    if (site.error().isEmpty() || status < CLIENT_ERROR || status >= SERVER_ERROR) {
      return false;
    }
    try (ObjectReader reader = visitor.open(site.error().get())) {
      ObjectInfo info = reader.info();
      reader.checkAvailable(0, info.size());
      response.setStatus(status);
      response.setContentType(info.contentType());
      response.setContentLengthLong(info.size());
      if (!request.getMethod().equals("HEAD")) {
        OutputStream out = response.getOutputStream();
        reader.writeTo(out, 0, info.size());
      }
      response.flushBuffer();
      return true;
    } catch (S3Exception | StoreException e) {
      if (response.isCommitted()) {
        throw e;
      }
      log.debug("the error document of {} cannot be shown: {}", address.bucket(), e.toString());
      return false;
    }
  }

  private void redirect(RoutingRule rule) {
    redirect(rule.redirect(), rule.prefix());
  }

  private void redirect(Redirect to, String prefix) {
    redirect(to.status(), withQuery(to.location(address, prefix)));
  }

  private String withQuery(String location) {
    String query = request.getQueryString();
    return query == null ? location : location + "?" + query;
  }

  private void redirect(int status, String location) {
    response.setStatus(status);
    response.setHeader("Location", location);
    response.setContentLengthLong(0);
  }

  /** A URL of this site; never one that begins with two slashes, which is another host's. */
  private String here(String encodedPath) {
    return address.protocol() + "://" + address.host() + address.base() + encodedPath;
  }
}
