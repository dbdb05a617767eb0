// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.engine;

/** The engine could not do it. The message says what, of which bit, and why. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure. */
  public enum Kind {
    /** The file is missing or of another length. */
    FILE_MISSING,
    /** The disk is full or cannot be written. */
    DISK,
    /** Nobody delivered in time. */
    DEADLINE,
    /** It was cancelled, or the engine closed. */
    CANCELLED,
    /** The engine already has the bit. */
    DUPLICATE,
    /** The engine did not start: its port is taken, or its library does not load. */
    START,
    /** The engine refused for a reason of its own. */
    REFUSED
  }

  private final Kind kind;

  public EngineException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public EngineException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
