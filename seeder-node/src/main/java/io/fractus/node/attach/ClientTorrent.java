// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.torrents.InfoHash;

/**
 * One of our bits as the client has it.
 *
 * @param bit which
 * @param state what the client does with it
 * @param doneBytes verified so far
 * @param sentBytes to peers, as the client counts them
 * @param receivedBytes from peers, as the client counts them
 * @param problem what the client says is wrong, or empty
 */
public record ClientTorrent(
    InfoHash bit, State state, long doneBytes, long sentBytes, long receivedBytes, String problem) {

  /** What a client does with a bit. */
  public enum State {
    /** It lacks bytes and asks for them. */
    FETCHING,
    /** It hashes what it has, or waits to. */
    CHECKING,
    /** It has all and serves it. */
    COMPLETE,
    /** It does nothing until it is told to: paused, or in a queue. */
    STOPPED,
    /** Its file is gone, or cannot be read or written. */
    BROKEN
  }
}
