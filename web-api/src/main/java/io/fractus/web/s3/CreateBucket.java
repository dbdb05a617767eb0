// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.Action;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** PUT of a bucket. The region in its body is read and passed over: there is one. */
final class CreateBucket implements S3Operation {
  private static final String LOCKED = "x-amz-bucket-object-lock-enabled";
  private static final String ROOT = "CreateBucketConfiguration";

  private final ObjectStore store;

  CreateBucket(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    ObjectKey.checkBucket(request.bucket());
    Map<String, String> tags = tags(SmallBody.read(request));
    Optional<String> ownership =
        Optional.ofNullable(request.http().getHeader(Ownership.HEADER)).map(Ownership::checked);
    Optional<CannedAcl> acl =
        Acls.ofHeader(request.http()).filter(given -> given != CannedAcl.PRIVATE);
    ownership.ifPresent(kind -> Ownership.checkAcl(kind, acl.orElse(CannedAcl.PRIVATE)));
    boolean locked = "true".equalsIgnoreCase(request.http().getHeader(LOCKED));
    if (locked) {
      request.access().require(Action.PUT_BUCKET_OBJECT_LOCK, request.bucket(), "");
      request.access().require(Action.PUT_BUCKET_VERSIONING, request.bucket(), "");
    }
    create(request.bucket(), request.access().caller().name(), locked);
    acl.ifPresent(given -> store.book().set(request.bucket(), BucketSettings.ACL, given.text()));
    ownership.ifPresent(kind -> store.book().set(request.bucket(), BucketSettings.OWNERSHIP, kind));
    PutBucketTagging.tag(store, request.bucket(), tags);
    request.response().setHeader("Location", "/" + request.bucket());
  }

  /** Most clients send nothing. */
  private static Map<String, String> tags(byte[] body) {
    if (body.length == 0) {
      return Map.of();
    }
    return XmlInput.parse(
        body,
        ROOT,
        reader -> {
          XmlTree asked = XmlTree.read(reader, ROOT);
          if (asked.one("Bucket").isPresent() || asked.one("Location").isPresent()) {
            throw new S3Exception(S3Error.NOT_IMPLEMENTED, "there are no directory buckets here");
          }
          return asked.one("Tags").map(Tags::ofNewBucket).orElse(Map.of());
        });
  }

  private void create(String bucket, String owner, boolean locked) {
    try {
      store.book().create(bucket, owner, locked);
    } catch (StoreException e) {
      if (e.code() == StoreException.Code.BUCKET_EXISTS
          && !Owners.of(store, bucket).equals(owner)) {
        throw new S3Exception(
            S3Error.BUCKET_ALREADY_EXISTS, "there is such a bucket, and it is not yours", e);
      }
      throw e;
    }
  }
}
