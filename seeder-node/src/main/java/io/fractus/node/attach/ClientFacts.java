// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import java.util.List;

/**
 * A client as it was found.
 *
 * @param version its name and version, such as {@code transmission 3.00}
 * @param port on which peers reach it, 0 if it does not say
 * @param folder the folder of our bits, as the client sees it
 * @param changed the settings that were changed, each with its old and new value and the reason
 */
public record ClientFacts(String version, int port, String folder, List<String> changed) {
  public ClientFacts {
    changed = List.copyOf(changed);
  }

  /** The same with another port, unless that is 0. */
  ClientFacts withPort(int other) {
    return other == 0 ? this : new ClientFacts(version, other, folder, changed);
  }

  /** Throws {@link ClientException} unless it is known where peers reach the client. */
  ClientFacts checked() {
    if (port < 1 || port > 65_535) {
      throw new ClientException(
          ClientException.Kind.REFUSED,
          version + " does not say on which port it listens: give it one, and say --peer-port");
    }
    return this;
  }
}
