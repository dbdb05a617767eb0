// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
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
    for (DeleteRequest.Wanted wanted : body.objects()) {
      delete(request, wanted, body.quiet(), xml);
    }
    request.reply(xml);
  }

  private void delete(
      S3Request request, DeleteRequest.Wanted wanted, boolean quiet, XmlDocument xml) {
    Deletion deletion;
    try {
      Action action =
          wanted.version().isPresent() ? Action.DELETE_OBJECT_VERSION : Action.DELETE_OBJECT;
      Access access = request.access().ofVersion(wanted.version());
      access.require(action, request.bucket(), wanted.key());
      if (wanted.ifMatch().isPresent()) {
        access.require(Action.GET_OBJECT, request.bucket(), wanted.key());
      }
      deletion =
          store
              .versions()
              .delete(
                  new ObjectKey(request.bucket(), wanted.key()),
                  wanted.version().map(Versions::checked),
                  new DeleteTerms(
                      LockHeaders.bypasses(request, access, wanted.key()), wanted.ifMatch()));
    } catch (StoreException | S3Exception e) {
      fail(wanted, S3Api.asS3(e), xml);
      return;
    }
    if (!quiet) {
      xml.open("Deleted").element("Key", wanted.key());
      wanted.version().ifPresent(version -> xml.element("VersionId", version));
      if (deletion.marker()) {
        xml.element("DeleteMarker", true).element("DeleteMarkerVersionId", deletion.version());
      }
      xml.close();
    }
  }

  private static void fail(DeleteRequest.Wanted wanted, S3Exception failure, XmlDocument xml) {
    xml.open("Error").element("Key", wanted.key());
    wanted.version().ifPresent(version -> xml.element("VersionId", version));
    xml.element("Code", failure.error().code())
        .element("Message", String.valueOf(failure.getMessage()))
        .close();
  }
}
