// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.error.S3Error.KEY_TOO_LONG;

import io.fractus.raid.object.ObjectKey;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.PatientOutput;
import io.fractus.web.http.RawQuery;
import io.fractus.web.s3.auth.Authenticated;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request that was understood and may be served.
 *
 * @param http as it came
 * @param response to answer with
 * @param path what it is about
 * @param query decoded
 * @param authenticated whose signature holds
 * @param access what the caller may do
 */
record S3Request(
    HttpServletRequest http,
    HttpServletResponse response,
    S3Path path,
    RawQuery query,
    Authenticated authenticated,
    Access access) {

  /** The bucket of a path that has one. */
  String bucket() {
    return path.bucket();
  }

  /** The object of a path that has one; throws if its name is against the rules. */
  ObjectKey objectKey() {
    return objectKey(path.key());
  }

  /** The same, of a key that stands elsewhere. */
  ObjectKey objectKey(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ObjectKey.KEY_BYTES_MAX) {
      throw new S3Exception(
          KEY_TOO_LONG,
          "a key has at most " + ObjectKey.KEY_BYTES_MAX + " bytes of UTF-8, this has " + bytes);
    }
    return new ObjectKey(path.bucket(), key);
  }

  CheckedBody openBody() throws IOException {
    return authenticated.openBody(http);
  }

  /** The body of a completion: a checksum in its headers is of the object, not of the body. */
  CheckedBody openBodyOfCompletion() throws IOException {
    return authenticated.openBody(http, false);
  }

  /** Answers 200 with a document. */
  void reply(XmlDocument document) throws IOException {
    reply(document.finish());
  }

  private void reply(String xml) throws IOException {
    reply(XmlDocument.CONTENT_TYPE, xml);
  }

  /** Answers 200 with a text. */
  void reply(String contentType, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType(contentType);
    response.setContentLengthLong(body.length);
    try (PatientOutput out = PatientOutput.of(http, response)) {
      out.write(body);
    }
  }
}
