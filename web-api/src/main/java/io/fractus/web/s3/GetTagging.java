// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectInfo;
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
    ObjectInfo info = Versions.stat(store, request.objectKey(), Versions.asked(request.query()));
    Versions.write(request, store, info);
    Map<String, String> tags = info.tags();
    XmlDocument xml = XmlDocument.result("Tagging").open("TagSet");
    new TreeMap<>(tags)
        .forEach(
            (key, value) -> xml.open("Tag").element("Key", key).element("Value", value).close());
    request.reply(xml);
  }
}
