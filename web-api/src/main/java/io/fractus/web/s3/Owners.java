// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectStore;

/** Whose a bucket is, and with it all that is in it. Stateless. */
final class Owners {
  private Owners() {}

  static String of(ObjectStore store, String bucket) {
    return store.book().owner(bucket).orElse(BucketBook.ROOT);
  }
}
