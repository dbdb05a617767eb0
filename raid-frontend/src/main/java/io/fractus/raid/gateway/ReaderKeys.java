// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.raid.catalog.MultipartCatalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.read.FrameKeys;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.seal.KeyRing;
import java.util.HexFormat;
import java.util.Optional;

/** The keys of one object that is read: the gateway's, and a client's if it was sealed with one. */
final class ReaderKeys implements FrameKeys {
  private final StoredObject object;
  private final MultipartCatalog parts;
  private final KeyRing keys;
  private Optional<CustomerKey> customer = Optional.empty();

  ReaderKeys(StoredObject object, MultipartCatalog parts, KeyRing keys) {
    this.object = object;
    this.parts = parts;
    this.keys = keys;
  }

  @Override
  public void unlock(CustomerKey key) {
    DataKey _ = unwrap(object.id(), Optional.of(key));
    customer = Optional.of(key);
  }

  @Override
  public void check() {
    if (object.info().customerKey() && customer.isEmpty()) {
      DataKey _ = unwrap(object.id(), customer);
    }
  }

  @Override
  public FrameCipher of(String run) {
    return new FrameCipher(unwrap(run, customer), HexFormat.of().parseHex(run));
  }

  private DataKey unwrap(String run, Optional<CustomerKey> key) {
    byte[] wrapped = run.equals(object.id()) ? object.wrappedKey() : parts.wrappedKey(run);
    return keys.unwrap(wrapped, key, HexFormat.of().parseHex(run));
  }
}
