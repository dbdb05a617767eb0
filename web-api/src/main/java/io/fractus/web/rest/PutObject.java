// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.rest;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PutRequest;
import io.fractus.web.http.BodyCheck;
import io.fractus.web.http.CheckedBody;
import io.fractus.web.http.ContentMd5;
import io.fractus.web.http.ObjectHeaders;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.RequestBody;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** PUT of an object into a bucket that is there. */
final class PutObject implements RestOperation {
  private final ObjectStore store;

  static final String LAYOUT_HEADER = "X-Fractus-Layout";

  PutObject(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(Context context) throws IOException {
    HttpServletRequest http = context.req();
    ObjectKey key = RestPath.object(http.getRequestURI());
    if (store.bucket(key.bucket()).isEmpty()) {
      throw Buckets.missing(key.bucket());
    }
    OptionalLong length = length(http.getContentLengthLong());
    PutRequest request =
        new PutRequest(
            key,
            length,
            Optional.ofNullable(http.getContentType()),
            metadata(http),
            Optional.ofNullable(http.getHeader(LAYOUT_HEADER))
                .or(() -> Queries.of(context).first("layout")),
            ifNoneMatchAny(http.getHeader("If-None-Match")),
            Optional.ofNullable(http.getHeader("If-Match")).map(tag -> tag.replace("\"", "")));
    List<BodyCheck> checks = md5(http.getHeader("Content-MD5")).stream().toList();
    boolean replaces = store.stat(key).isPresent();
    ObjectInfo info = store.put(request, new CheckedBody(new RequestBody(http), length, checks));
    context.header("ETag", ObjectResponse.quoted(info.etag()));
    context.header(LAYOUT_HEADER, info.layout());
    Answers.json(context, replaces ? 200 : 201, info);
  }

  private static OptionalLong length(long declared) {
    return declared < 0 ? OptionalLong.empty() : OptionalLong.of(declared);
  }

  private static Map<String, String> metadata(HttpServletRequest http) {
    Map<String, String> metadata = ObjectHeaders.metadata(http);
    if (ObjectHeaders.tooLarge(metadata)) {
      throw invalid("metadata-too-large", "the metadata headers are more than 2 KB together");
    }
    return metadata;
  }

  private static boolean ifNoneMatchAny(@Nullable String header) {
    if (header != null && !header.strip().equals("*")) {
      throw invalid("invalid-argument", "a put takes no If-None-Match but *");
    }
    return header != null;
  }

  private static Optional<BodyCheck> md5(@Nullable String header) {
    try {
      return ContentMd5.check(header);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problems.of(400, "invalid-argument", "Content-MD5 is not the base64 of an MD5"), e);
    }
  }

  private static ProblemException invalid(String type, String detail) {
    return new ProblemException(Problems.of(400, type, detail));
  }
}
