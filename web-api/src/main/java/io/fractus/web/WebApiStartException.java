// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

/** The web API could not start; the message names the port and what to do. */
public final class WebApiStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WebApiStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
