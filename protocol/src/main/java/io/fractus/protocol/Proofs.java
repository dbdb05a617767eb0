// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

/** The texts that a node signs to prove that it has its key. Stateless. */
public final class Proofs {
  private Proofs() {}

  /** Of a node that joins under a name: nobody registers a key that is not theirs. */
  public static String join(String name, String publicKey) {
    return "fractus join 1\n" + name + "\n" + publicKey;
  }

  /**
   * Of a node that was challenged.
   *
   * @param nonce what the tracker said, new each time
   * @param instance the process of the node, new at each start
   * @param starts how often the node was started on its directory
   */
  public static String channel(
      String cloudId, String nodeId, String nonce, String instance, long starts) {
    return "fractus channel 1\n%s\n%s\n%s\n%s\n%d"
        .formatted(cloudId, nodeId, nonce, instance, starts);
  }
}
