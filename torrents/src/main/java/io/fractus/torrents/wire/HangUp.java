// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.wire;

/**
 * What it means that a peer lets one in, or takes a connection, and hangs up. Who has not the bit
 * any more does that, and so does who is killed at that moment, which is no word of what it has:
 * nobody answers a second time there. Stateless.
 */
public final class HangUp {
  private HangUp() {}

  /** Connects once more in the same way. */
  @FunctionalInterface
  public interface Again {
    /** Blocks as {@link PeerReader#connect} does, and throws as it does. */
    PeerReader connect() throws PeerException;
  }

  /**
   * Looks whether a peer that did not serve is still there; blocks as long as a connection takes.
   *
   * @param e what a read ended with; anything but {@code NOT_SERVED} is returned as it is
   * @param again is closed if it succeeds
   * @return {@code UNREACHABLE} if nobody is there any more, or what was given
   */
  public static PeerException explain(PeerException e, Again again) {
    if (e.kind() != PeerException.Kind.NOT_SERVED) {
      return e;
    }
    try (PeerReader _ = again.connect()) {
      return e;
    } catch (PeerException second) {
      return second.kind() == PeerException.Kind.UNREACHABLE ? second : e;
    }
  }
}
