// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.accounts.Caller;
import java.io.IOException;
import java.util.List;

/** GET of the service: the buckets of whoever asks. */
final class ListBuckets implements S3Operation {
  private final ObjectStore store;

  ListBuckets(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Caller caller = request.access().caller();
    XmlDocument xml =
        Subresources.owner(XmlDocument.result("ListAllMyBucketsResult"), caller.name());
    xml.open("Buckets");
    for (BucketInfo bucket : mine(caller)) {
      xml.open("Bucket")
          .element("Name", bucket.name())
          .element("CreationDate", ListingXml.timestamp(bucket.created()))
          .close();
    }
    request.reply(xml.close());
  }

  /** Root sees all, for it may do everything in all of them. */
  private List<BucketInfo> mine(Caller caller) {
    return caller.isRoot() ? store.buckets() : store.book().of(caller.name());
  }
}
