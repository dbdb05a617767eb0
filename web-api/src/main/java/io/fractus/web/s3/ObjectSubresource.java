// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import java.io.IOException;
import java.util.function.Supplier;

/** GET of an object's subresource, such as {@code ?acl}. */
final class ObjectSubresource implements S3Operation {
  private final ObjectStore store;
  private final Supplier<XmlDocument> answer;

  ObjectSubresource(ObjectStore store, Supplier<XmlDocument> answer) {
    this.store = store;
    this.answer = answer;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadObject.require(store, request.objectKey());
    request.reply(answer.get());
  }
}
