// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

/** The data key of an object, or of an upload that will be one, sealed by the key ring. */
public final class WrappedKey {
  private final String id;
  private final byte[] bytes;

  WrappedKey(String id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes.clone();
  }

  /** Of its object. */
  public String id() {
    return id;
  }

  public byte[] bytes() {
    return bytes.clone();
  }
}
