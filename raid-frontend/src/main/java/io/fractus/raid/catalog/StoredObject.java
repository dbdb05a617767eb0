// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.ObjectInfo;

/** An acknowledged object as the catalog keeps it. Immutable. */
public final class StoredObject {
  private final String id;
  private final ObjectInfo info;
  private final byte[] wrappedKey;

  /**
   * Describes an object.
   *
   * @param id 32 hexadecimal digits, of this version only
   * @param info what its users see
   * @param wrappedKey its data key, sealed by the gateway's key ring
   */
  public StoredObject(String id, ObjectInfo info, byte[] wrappedKey) {
    this.id = id;
    this.info = info;
    this.wrappedKey = wrappedKey.clone();
  }

  public String id() {
    return id;
  }

  public ObjectInfo info() {
    return info;
  }

  public byte[] wrappedKey() {
    return wrappedKey.clone();
  }
}
