// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.base;

/** A command cannot go on. The message is one line for the user; the code is the exit code. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit code of a command that did what it was asked. */
  public static final int DONE = 0;

  /** Exit code of a command that could not. */
  public static final int FAILED = 1;

  /** Exit code of a command that was asked wrongly. */
  public static final int WRONG_USAGE = 2;

  /** Exit code of a command whose other side did not answer. */
  public static final int NOT_REACHABLE = 3;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  private Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public static Failure failed(String message) {
    return new Failure(FAILED, message);
  }

  public static Failure failed(String message, Throwable cause) {
    return new Failure(FAILED, message, cause);
  }

  public static Failure wrongUsage(String message) {
    return new Failure(WRONG_USAGE, message);
  }

  public static Failure wrongUsage(String message, Throwable cause) {
    return new Failure(WRONG_USAGE, message, cause);
  }

  public static Failure notReachable(String message) {
    return new Failure(NOT_REACHABLE, message);
  }

  public static Failure notReachable(String message, Throwable cause) {
    return new Failure(NOT_REACHABLE, message, cause);
  }

  public int exitCode() {
    return exitCode;
  }
}
