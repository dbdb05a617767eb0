// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bencode;

/**
 * Bytes that are not canonical bencode within the limits. The message says what, and at which byte.
 */
public final class BencodeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int offset;

  BencodeException(String message, int offset) {
    super(message + " at byte " + offset);
    this.offset = offset;
  }

  /** Where in the input, in bytes from its start. */
  public int offset() {
    return offset;
  }
}
