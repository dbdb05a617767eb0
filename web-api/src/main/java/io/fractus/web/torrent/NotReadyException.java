// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

/** The pieces of an object are not hashed yet; who asks again later will get them. */
public final class NotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotReadyException(String message) {
    super(message);
  }
}
