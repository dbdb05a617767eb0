// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.ObjectStore;
import java.io.IOException;

/** GET of the service: all buckets. */
final class ListBuckets implements S3Operation {
  private final ObjectStore store;

  ListBuckets(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    XmlDocument xml = Subresources.owner(XmlDocument.result("ListAllMyBucketsResult"));
    xml.open("Buckets");
    for (BucketInfo bucket : store.buckets()) {
      xml.open("Bucket")
          .element("Name", bucket.name())
          .element("CreationDate", ListingXml.timestamp(bucket.created()))
          .close();
    }
    request.reply(xml.close());
  }
}
