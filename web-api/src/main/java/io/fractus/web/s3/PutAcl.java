// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import java.io.IOException;
import java.util.Optional;

/** PUT {@code ?acl} of a bucket or an object, by a header or by a document. */
final class PutAcl implements S3Operation {
  private final ObjectStore store;

  PutAcl(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Acls.checkNoVersion(request);
    String bucket = request.bucket();
    HeadBucket.require(store, bucket);
    byte[] body = SmallBody.read(request);
    Optional<CannedAcl> given = Acls.ofHeader(request.http());
    CannedAcl acl = given.orElseGet(() -> AclXml.parse(body, Owners.of(store, bucket)));
    Acls.checkAllowed(acl, store, bucket);
    if (request.path().key().isEmpty()) {
      store.book().set(bucket, BucketSettings.ACL, acl == CannedAcl.PRIVATE ? "" : acl.text());
    } else {
      ObjectInfo info = HeadObject.require(store, request.objectKey());
      store.book().setAcl(info, acl.text());
    }
  }
}
