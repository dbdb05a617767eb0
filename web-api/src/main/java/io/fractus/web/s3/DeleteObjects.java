// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.StoreException;
import io.fractus.web.access.Action;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;

/** POST {@code ?delete}: many objects at once, each with an answer of its own. */
final class DeleteObjects implements S3Operation {
  private final ObjectStore store;

  DeleteObjects(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    DeleteRequest body = DeleteRequest.parse(SmallBody.read(request));
    XmlDocument xml = XmlDocument.result("DeleteResult");
    for (String key : body.keys()) {
      delete(request, key, body.quiet(), xml);
    }
    request.reply(xml);
  }

  private void delete(S3Request request, String key, boolean quiet, XmlDocument xml) {
    try {
      request.access().require(Action.DELETE_OBJECT, request.bucket(), key);
      boolean _ = store.delete(new ObjectKey(request.bucket(), key));
    } catch (StoreException | S3Exception e) {
      S3Exception mapped = S3Api.asS3(e);
      xml.open("Error")
          .element("Key", key)
          .element("Code", mapped.error().code())
          .element("Message", String.valueOf(e.getMessage()))
          .close();
      return;
    }
    if (!quiet) {
      xml.open("Deleted").element("Key", key).close();
    }
  }
}
