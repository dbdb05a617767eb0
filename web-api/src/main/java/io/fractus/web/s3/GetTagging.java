// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** GET {@code ?tagging} of an object. */
final class GetTagging implements S3Operation {
  private final ObjectStore store;

  GetTagging(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    Versions.check(request.query());
    Map<String, String> tags = HeadObject.require(store, request.objectKey()).tags();
    XmlDocument xml = XmlDocument.result("Tagging").open("TagSet");
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    request.reply(xml);
  }
}
