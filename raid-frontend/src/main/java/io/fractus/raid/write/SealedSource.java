// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import java.io.IOException;

/** The sealed bytes of a segment, as they are in a stripe that there is already. */
public interface SealedSource {
  /** All of them. */
  long sealedLength();

  /** The bytes of the object in them. */
  long plainLength();

  /** The next bytes, each array another; an empty one at the end. */
  byte[] next() throws Unreadable;

  /** They cannot be read now. */
  final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public Unreadable(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }
}
