// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What a client asks of those who give it orders.
 *
 * @param user may be empty where only a password or a secret is asked
 * @param password a secret; empty for none
 */
public record Login(String user, String password) {
  /** For a client that asks for nothing. */
  public static final Login NONE = new Login("", "");

  public boolean isNone() {
    return user.isEmpty() && password.isEmpty();
  }

  /** The value of the header {@code Authorization}. */
  public String basic() {
    byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Login[user=" + user + "]";
  }
}
