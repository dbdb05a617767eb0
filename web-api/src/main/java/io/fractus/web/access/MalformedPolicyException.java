// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.access;

/** A policy that says something which is not understood here, and so is not taken at all. */
public final class MalformedPolicyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedPolicyException(String message) {
    super(message);
  }
}
