// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectLock;
import java.util.Optional;

/** An acknowledged object as the catalog keeps it. Immutable. */
public final class StoredObject {
  private final String id;
  private final ObjectInfo info;
  private final byte[] wrappedKey;
  private final Optional<PackSlot> slot;

  /**
   * Describes an object.
   *
   * @param id 32 hexadecimal digits, of this version only
   * @param info what its users see
   * @param wrappedKey its data key, sealed by the gateway's key ring
   */
  public StoredObject(String id, ObjectInfo info, byte[] wrappedKey) {
    this(id, info, wrappedKey, Optional.empty());
  }

  private StoredObject(String id, ObjectInfo info, byte[] wrappedKey, Optional<PackSlot> slot) {
    this.id = id;
    this.info = info;
    this.wrappedKey = wrappedKey.clone();
    this.slot = slot;
  }

  /** The same object where its sealed bytes lie now. */
  StoredObject in(Optional<PackSlot> where) {
    return new StoredObject(id, info, wrappedKey, where);
  }

  /** The same object as the version that it became. */
  StoredObject as(String version) {
    return new StoredObject(id, info.as(version), wrappedKey, slot);
  }

  /** The same object locked. */
  StoredObject with(ObjectLock lock) {
    return new StoredObject(id, info.of(lock), wrappedKey, slot);
  }

  public String id() {
    return id;
  }

  /** Where it lies if it has no stripes of its own. */
  public Optional<PackSlot> slot() {
    return slot;
  }

  /** The id that its stripes have: its own, or that of its pack. */
  public String stripesId() {
    return slot.map(PackSlot::packId).orElse(id);
  }

  public ObjectInfo info() {
    return info;
  }

  public byte[] wrappedKey() {
    return wrappedKey.clone();
  }
}
