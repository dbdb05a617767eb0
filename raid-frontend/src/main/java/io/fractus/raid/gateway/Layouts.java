// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.util.Optional;

/** Which layout what is put shall have: that which it names, else its bucket's, else our own. */
final class Layouts {
  private final Catalog catalog;
  private final Layout own;

  Layouts(Catalog catalog, Layout own) {
    this.catalog = catalog;
    this.own = own;
  }

  /**
   * The name of a storage class, or a layout: what was asked for, or what the bucket says.
   *
   * @throws StoreException NO_SUCH_BUCKET
   */
  String name(String bucket, Optional<String> asked) {
    return asked.orElseGet(() -> catalog.storageClass(bucket).name());
  }

  /** Throws {@link StoreException} UNKNOWN_LAYOUT if it is neither. */
  Layout of(String name) {
    Optional<StorageClass> named = StorageClass.named(name);
    if (named.isPresent()) {
      return named.get().layout().map(Layout::parse).orElse(own);
    }
    try {
      return Layout.parse(name);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Code.UNKNOWN_LAYOUT, String.valueOf(e.getMessage()), e);
    }
  }
}
