// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.access.BucketSettings;
import io.fractus.web.access.CannedAcl;
import java.io.IOException;

/** GET {@code ?acl} of a bucket or an object. */
final class GetAcl implements S3Operation {
  private final ObjectStore store;

  GetAcl(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Acls.checkNoVersion(request);
    BucketSettings settings = new BucketSettings(store.book());
    HeadBucket.require(store, request.bucket());
    CannedAcl acl;
    if (request.path().key().isEmpty()) {
      acl = settings.acl(request.bucket());
    } else {
      acl = settings.acl(HeadObject.require(store, request.objectKey()).key());
    }
    if (!settings.hasAcls(request.bucket())) {
      acl = CannedAcl.PRIVATE;
    }
    request.reply(AclXml.of(acl, Owners.of(store, request.bucket())));
  }
}
