// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

import java.util.Arrays;
import java.util.Optional;

/** What S3 calls a storage class: a name for a layout. */
public enum StorageClass {
  /** The gateway's own layout. */
  STANDARD(""),
  /** One bit of each stripe may be lost. */
  RAID5("raid5:4+1x2"),
  /** Two may be lost. */
  RAID6("raid6:4+2x2"),
  /** Three may be lost. */
  RAID7("raid7:8+3x2"),
  /** Eight of 24 may be lost, without a second copy of anything. */
  WIDE("rs:16+8"),
  /** Six of 16 may be lost, without a second copy of anything. */
  ARCHIVE("rs:10+6");

  private final String layout;

  StorageClass(String layout) {
    this.layout = layout;
  }

  /** How stripes of it are made; empty for the gateway's own layout. */
  public Optional<String> layout() {
    return layout.isEmpty() ? Optional.empty() : Optional.of(layout);
  }

  /** The class of this name, if it is the name of one and not a layout. */
  public static Optional<StorageClass> named(String name) {
    return Arrays.stream(values()).filter(value -> value.name().equals(name)).findFirst();
  }

  /** What an object is said to be of that was put with a class, a layout, or neither. */
  public static StorageClass of(Optional<String> layout) {
    return layout.flatMap(StorageClass::named).orElse(STANDARD);
  }
}
