// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.announce;

/** What a client is told as the failure reason. Without a stack: clients can cause many. */
final class AnnounceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AnnounceException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
