// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.PutRequest;
import io.fractus.web.access.Action;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.audit.AuditFacts;
import io.fractus.web.http.ObjectHeaders;
import io.fractus.web.http.ObjectResponse;
import io.fractus.web.http.PercentCoding;
import io.fractus.web.http.RequestBody;
import io.fractus.web.quota.RequestRates;
import io.fractus.web.s3.auth.Authenticator;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * POST of a form to a bucket: a browser puts an object, as far as whoever signed the form's policy
 * lets it. Who that is stands in the fields, and not in the request.
 */
final class PostObject implements S3Operation {
  private static final String FILE_NAME = "${filename}";

  /** What else a form does by its fields. */
  private static final Map<String, Action> FIELDS =
      Map.of(
          "tagging",
          Action.PUT_OBJECT_TAGGING,
          LockHeaders.MODE,
          Action.PUT_OBJECT_RETENTION,
          LockHeaders.HOLD,
          Action.PUT_OBJECT_LEGAL_HOLD);

  private final ObjectStore store;
  private final Authenticator authenticator;
  private final RequestRates rates;
  private final InstantSource clock;
  private final LockHeaders locks;
  private final boolean keysInTheOpen;

  PostObject(
      ObjectStore store,
      Authenticator authenticator,
      RequestRates rates,
      InstantSource clock,
      boolean keysInTheOpen) {
    this.keysInTheOpen = keysInTheOpen;
    this.store = store;
    this.authenticator = authenticator;
    this.rates = rates;
    this.clock = clock;
    this.locks = new LockHeaders(store, clock);
  }

  @Override
  public void run(S3Request request) throws IOException {
    String type = Optional.ofNullable(request.http().getContentType()).orElse("");
    FormBody form = FormBody.open(type, new RequestBody(request.http()));
    Map<String, String> fields = new HashMap<>(form.fields());
    fields.put("bucket", request.bucket());
    String name = fields.getOrDefault(FILE_NAME, "");
    fields.replaceAll((_, value) -> value.replace(FILE_NAME, name));
    ObjectKey key = key(request, fields);
    Optional<CannedAcl> acl = admit(request, key, fields);
    FormPolicy policy =
        fields.containsKey("policy")
            ? FormPolicy.check(fields.getOrDefault("policy", ""), fields, clock.instant())
            : new FormPolicy(0, Long.MAX_VALUE);
    PutRequest put =
        new PutRequest(
            key,
            OptionalLong.empty(),
            contentType(fields),
            metadata(fields),
            StorageClasses.layout(fields.get("x-amz-storage-class")),
            false,
            Optional.empty(),
            Optional::empty,
            tags(fields),
            locks.of(fields::get, key.bucket()),
            customerKey(request, fields));
    ObjectInfo info = store.put(put, new BoundedBody(form.file(), policy));
    Acls.give(store, info, acl);
    Encryption.write(fields::get, request.response());
    answer(request, fields, info);
  }

  private Optional<CustomerKey> customerKey(S3Request request, Map<String, String> fields) {
    Optional<CustomerKey> key = CustomerKeys.of(fields::get);
    if (key.isPresent()) {
      Encryption.requireSafe(request.http(), keysInTheOpen);
    }
    return key;
  }

  private static ObjectKey key(S3Request request, Map<String, String> fields) {
    String key = fields.getOrDefault("key", "");
    if (key.isEmpty()) {
      throw new S3Exception(S3Error.INVALID_ARGUMENT, "the form has no field 'key'");
    }
    AuditFacts.of(request.http()).subject(request.bucket(), key);
    return request.objectKey(key);
  }

  /** Who signed it, and what that one may do; throws {@link S3Exception} if that is too little. */
  private Optional<CannedAcl> admit(S3Request request, ObjectKey key, Map<String, String> fields) {
    var caller = authenticator.authenticateForm(fields);
    AuditFacts.of(request.http()).caller(caller);
    if (!rates.admits(caller)) {
      throw new S3Exception(S3Error.SLOW_DOWN, "the user asks more often than its quota allows");
    }
    Optional<String> named = Optional.ofNullable(fields.get("acl"));
    Map<String, String> tags = tags(fields);
    Access access = request.access().of(caller, fields).taggedWith(tags);
    access.require(Action.PUT_OBJECT, key.bucket(), key.key());
    FIELDS.forEach((field, action) -> {
      if (fields.containsKey(field)) {
        access.require(action, key.bucket(), key.key());
      }
    });
    if (named.isEmpty()) {
      return Optional.empty();
    }
    access.require(Action.PUT_OBJECT_ACL, key.bucket(), key.key());
    CannedAcl acl = Acls.of(named.get());
    Acls.checkAllowed(acl, store, key.bucket());
    return Optional.of(acl);
  }

  private static Optional<String> contentType(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("content-type"))
        .or(() -> Optional.ofNullable(fields.get(FormBody.TYPE_OF_FILE)))
        .filter(type -> !type.isEmpty());
  }

  private static Map<String, String> metadata(Map<String, String> fields) {
    Map<String, String> metadata = new HashMap<>();
    fields.forEach((name, value) -> {
      if (ObjectHeaders.isMetadata(name) && !value.isEmpty()) {
        metadata.put(name, value);
      }
    });
    return PutObject.checked(metadata);
  }

  private static Map<String, String> tags(Map<String, String> fields) {
    return fields.containsKey("tagging")
        ? Tags.parse(fields.getOrDefault("tagging", "").getBytes(StandardCharsets.UTF_8))
        : Map.of();
  }

  private static void answer(S3Request request, Map<String, String> fields, ObjectInfo info)
      throws IOException {
    HttpServletResponse response = request.response();
    String etag = ObjectResponse.quoted(info.etag());
    response.setHeader("ETag", etag);
    String path = "/" + info.key().bucket() + "/" + PercentCoding.encodePath(info.key().key());
    String location = ObjectUrl.origin(request);
    response.setHeader("Location", location + path);
    String redirect = fields.getOrDefault("success_action_redirect", "");
    if (redirect.matches("https?://[!-~]+")) {
      response.setStatus(303);
      response.setHeader(
          "Location",
          redirect
              + (redirect.contains("?") ? "&" : "?")
              + "bucket="
              + info.key().bucket()
              + "&key="
              + PercentCoding.encode(info.key().key())
              + "&etag="
              + PercentCoding.encode(etag));
      return;
    }
    switch (fields.getOrDefault("success_action_status", "")) {
      case "200" -> response.setStatus(200);
      case "201" -> {
        response.setStatus(201);
        request.reply(
            XmlDocument.plain("PostResponse")
                .element("Location", location + path)
                .element("Bucket", info.key().bucket())
                .element("Key", info.key().key())
                .element("ETag", etag));
      }
      default -> response.setStatus(204);
    }
  }
}
