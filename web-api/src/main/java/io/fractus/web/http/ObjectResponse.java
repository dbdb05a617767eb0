// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.http;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to GET and HEAD of an object: conditions, range, headers, bytes. Stateless.
 *
 * <p>The length is always declared, and a body that fails half way closes the connection: a client
 * never takes half an object for a whole one.
 */
public final class ObjectResponse {
  private static final Logger log = LoggerFactory.getLogger(ObjectResponse.class);

  /** RFC 9110's form, whose day always has two digits, unlike RFC_1123_DATE_TIME's. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private ObjectResponse() {}

  /** The conditions of the request do not hold: 412. */
  public static final class ConditionFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConditionFailed() {
      super("a condition of the request (If-Match or If-Unmodified-Since) does not hold");
    }
  }

  /** The range asked for is not in the object: 416. */
  public static final class RangeNotSatisfiable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long size;

    RangeNotSatisfiable(long size) {
      super("the range asked for begins after the last of the object's " + size + " bytes");
      this.size = size;
    }

    /** Of the object, in bytes. */
    public long size() {
      return size;
    }
  }

  /**
   * Answers HEAD.
   *
   * @param overrides headers to send in place of the object's own
   * @param wanted what to answer with in place of what a Range header says, or null
   */
  public static void head(
      HttpServletRequest request,
      HttpServletResponse response,
      ObjectInfo info,
      Map<String, String> overrides,
      RangeRequest.@Nullable Part wanted) {
    RangeRequest.Part part = select(request, response, info, wanted);
    if (part != null) {
      writeHeaders(response, info, overrides);
      response.setContentLengthLong(part.length());
    }
  }

  /**
   * Answers GET. What it throws, it throws before the first byte, with the response reset.
   *
   * @param overrides headers to send in place of the object's own
   * @param wanted what to answer with in place of what a Range header says, or null
   */
  public static void get(
      HttpServletRequest request,
      HttpServletResponse response,
      ObjectReader reader,
      Map<String, String> overrides,
      RangeRequest.@Nullable Part wanted)
      throws IOException {
    ObjectInfo info = reader.info();
    RangeRequest.Part part = select(request, response, info, wanted);
    if (part == null) {
      return;
    }
    if (part.length() > 0) {
      reader.checkAvailable(part.offset(), part.length());
    }
    writeHeaders(response, info, overrides);
    response.setContentLengthLong(part.length());
    try (PatientOutput out = PatientOutput.of(request, response)) {
      reader.writeTo(out, part.offset(), part.length());
      out.flush();
    } catch (IOException | RuntimeException e) {
      if (!response.isCommitted()) {
        response.reset();
        throw e;
      }
      if (e instanceof EofException) {
        log.debug("the client left in the middle of {}: {}", info.key(), e.toString());
      } else {
        log.warn("GET {} broke off, its connection is closed: {}", info.key(), e.toString());
      }
      Connections.abort(request);
    }
  }

  /** What to send, with the status set; null if nothing (304). */
  private static RangeRequest.@Nullable Part select(
      HttpServletRequest request,
      HttpServletResponse response,
      ObjectInfo info,
      RangeRequest.@Nullable Part wanted) {
    Conditions conditions = Conditions.of(request);
    switch (conditions.evaluate(info.etag(), info.lastModified())) {
      case FAILED -> throw new ConditionFailed();
      case NOT_MODIFIED -> {
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        writeValidators(response, info);
        return null;
      }
      case PROCEED -> {}
    }
    if (wanted != null) {
      return partial(response, info, wanted);
    }
    String range =
        conditions.rangeApplies(info.etag(), info.lastModified())
            ? request.getHeader("Range")
            : null;
    return switch (RangeRequest.parse(range, info.size())) {
      case RangeRequest.Whole _ -> new RangeRequest.Part(0, info.size());
      case RangeRequest.Unsatisfiable _ -> throw new RangeNotSatisfiable(info.size());
      case RangeRequest.Part part -> partial(response, info, part);
    };
  }

  private static RangeRequest.Part partial(
      HttpServletResponse response, ObjectInfo info, RangeRequest.Part part) {
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    long last = part.offset() + part.length() - 1;
    response.setHeader("Content-Range", "bytes " + part.offset() + "-" + last + "/" + info.size());
    return part;
  }

  private static void writeHeaders(
      HttpServletResponse response, ObjectInfo info, Map<String, String> overrides) {
    writeValidators(response, info);
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("Content-Type", info.contentType());
    info.metadata().forEach(response::setHeader);
    overrides.forEach(response::setHeader);
  }

  private static void writeValidators(HttpServletResponse response, ObjectInfo info) {
    response.setHeader("ETag", quoted(info.etag()));
    response.setHeader("Last-Modified", httpDate(info.lastModified()));
  }

  /** An entity tag as headers and XML have it. */
  public static String quoted(String etag) {
    return '"' + etag + '"';
  }

  /** Such as {@code Wed, 21 Oct 2015 07:28:00 GMT}. */
  public static String httpDate(Instant instant) {
    return HTTP_DATE.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }
}
