// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.web.audit.AuditFacts;
import io.fractus.web.http.JettyErrors;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.regex.Pattern;

/** An error as S3 has it. Stateless. */
final class ErrorXml {
  /** What Jetty says of a line that it cannot parse; it says no more of some. */
  private static final Pattern OF_URI = Pattern.compile("URI|Path|UTF-8|^Bad Request$");

  private ErrorXml() {}

  static String render(
      String code, String message, String resource, String requestId, Map<String, String> details) {
    XmlDocument xml = XmlDocument.error().element("Code", code).element("Message", message);
    details.forEach(xml::element);
    return xml.element("Resource", resource).element("RequestId", requestId).finish();
  }

  /** A failure that is known only once its answer has begun. */
  static String of(S3Exception failure, HttpServletRequest request) {
    AuditFacts.of(request).error(failure.error().code());
    return render(
        failure.error().code(),
        String.valueOf(failure.getMessage()),
        request.getRequestURI(),
        "",
        failure.details());
  }

  /** An error that Jetty found before we saw the request. */
  static JettyErrors.Page ofJetty(int status, String reason, String requestId) {
    String message = "the request is not valid HTTP: " + reason;
    return new JettyErrors.Page(
        XmlDocument.CONTENT_TYPE,
        render(error(status, reason).code(), message, "", requestId, Map.of()),
        Map.of(S3Api.REQUEST_ID, requestId));
  }

  private static S3Error error(int status, String reason) {
    return switch (status) {
      case 400 -> OF_URI.matcher(reason).find() ? S3Error.INVALID_URI : S3Error.BAD_REQUEST;
      case 404, 414 -> S3Error.INVALID_URI;
      case 405 -> S3Error.METHOD_NOT_ALLOWED;
      case 408 -> S3Error.REQUEST_TIMEOUT;
      case 411 -> S3Error.MISSING_CONTENT_LENGTH;
      case 413 -> S3Error.ENTITY_TOO_LARGE;
      case 431 -> S3Error.REQUEST_HEADER_TOO_LARGE;
      case 501, 505 -> S3Error.NOT_IMPLEMENTED;
      case 503 -> S3Error.SERVICE_UNAVAILABLE;
      default -> status < 500 ? S3Error.BAD_REQUEST : S3Error.INTERNAL_ERROR;
    };
  }
}
