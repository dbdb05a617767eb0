// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.attach.Login;
import java.net.URI;

/**
 * What the agent of a stock client is told beside what every node is.
 *
 * @param client which program it is
 * @param url where it takes orders
 * @param login what it asks of those who give it orders
 * @param folder where our bits go, as the client sees it; empty for a folder of ours among its
 *     downloads
 * @param peerPort on which peers reach it, or 0 for the one that it says
 */
public record AttachConfig(ClientKind client, URI url, Login login, String folder, int peerPort) {

  /** Throws {@link IllegalArgumentException} that names the field, the rule and the value. */
  public AttachConfig {
    client.check(url);
    if (!folder.isEmpty() && (!folder.startsWith("/") || folder.matches("/+"))) {
      throw new IllegalArgumentException("folder must be an absolute path, is '" + folder + "'");
    }
    folder = folder.replaceFirst("/+$", "");
    if (peerPort < 0 || peerPort > 65_535) {
      throw new IllegalArgumentException("peer port must be 0..65535, is " + peerPort);
    }
  }

  /** Without the login. */
  @Override
  public String toString() {
    return "AttachConfig[client=" + client + ", url=" + url + "]";
  }
}
