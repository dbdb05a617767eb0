// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * {@code POST /api/v1/releases}: these bits are of no object any more; nodes shall delete them.
 * Bits that the tracker does not know are passed over. Answered with 204 once it is on the
 * tracker's disk.
 */
public record ReleaseRequest(List<InfoHash> bits) {
  public ReleaseRequest {
    bits = List.copyOf(bits);
    Checks.between("bits", bits.size(), 1, Limits.INFOHASHES_PER_MESSAGE_MAX);
  }
}
