// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.object;

/** Whether a bucket keeps the versions of its objects. Once it does, it can only be suspended. */
public enum Versioning {
  /** Never set: what is put replaces what is there. */
  OFF(""),
  /** Each put is a version of its own, and what is deleted is only hidden. */
  ENABLED("Enabled"),
  /** Versions are kept, new ones have the name null and replace each other. */
  SUSPENDED("Suspended");

  private final String status;

  Versioning(String status) {
    this.status = status;
  }

  /** The word of S3 for it, or empty. */
  public String status() {
    return status;
  }

  /** Throws {@link IllegalArgumentException} if there is no such word. */
  public static Versioning of(String status) {
    for (Versioning value : values()) {
      if (value.status.equals(status)) {
        return value;
      }
    }
    throw new IllegalArgumentException("versioning is Enabled or Suspended, not '" + status + "'");
  }
}
