// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectStore;
import io.fractus.web.s3.error.S3Error;
import io.fractus.web.s3.error.S3Exception;
import java.io.IOException;
import java.util.function.Predicate;

/** PUT of something that every bucket has in the same way: it may be asked for, and no other. */
final class PutFixed implements S3Operation {
  private final ObjectStore store;
  private final Subresources.Fixed fixed;

  PutFixed(ObjectStore store, Subresources.Fixed fixed) {
    this.store = store;
    this.fixed = fixed;
  }

  @Override
  public void run(S3Request request) throws IOException {
    HeadBucket.require(store, request.bucket());
    byte[] body = SmallBody.read(request);
    XmlTree asked =
        XmlInput.parse(body, fixed.root(), reader -> XmlTree.read(reader, fixed.root()));
    Predicate<XmlTree> same = fixed.isAsItIs();
    if (!same.test(asked)) {
      throw new S3Exception(S3Error.NOT_IMPLEMENTED, fixed.refusal());
    }
  }
}
