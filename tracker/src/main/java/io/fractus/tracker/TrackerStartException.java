// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

/** The tracker could not start. The message says why and what to do. */
public final class TrackerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrackerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
