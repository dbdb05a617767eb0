// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.util.List;

/**
 * A gateway asks for bits of which no copy lives, to rebuild them from others of their stripes; it
 * has each to itself until it says what became of it, or is not heard for a while.
 *
 * @param gateway where it serves
 * @param working bits that it was given and has still to itself
 * @param over bits that it was given, and what became of them
 * @param most how many more it takes
 */
public record RebuildRequest(
    PeerAddress gateway, List<InfoHash> working, List<Outcome> over, int most) {
  public RebuildRequest {
    working = List.copyOf(working);
    over = List.copyOf(over);
    if (working.size() + over.size() > Limits.INFOHASHES_PER_MESSAGE_MAX) {
      throw new IllegalArgumentException(
          "at most %d bits in a message".formatted(Limits.INFOHASHES_PER_MESSAGE_MAX));
    }
    if (most < 0) {
      throw new IllegalArgumentException("most must be at least 0, is " + most);
    }
  }

  /** What became of a bit. */
  public enum Result {
    /** It is served by the gateway, and nodes can fetch it. */
    REBUILT,
    /** The gateway does not know it. */
    UNKNOWN,
    /** Too few others of its stripe can be read now, or there is no room. */
    FAILED
  }

  /**
   * A bit that is over.
   *
   * @param bit which
   * @param result what became of it
   * @param readBytes what was read of others for that
   * @param detail why it failed, for people
   */
  public record Outcome(InfoHash bit, Result result, long readBytes, String detail) {}
}
