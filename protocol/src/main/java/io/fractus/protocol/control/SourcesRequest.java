// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol.control;

import io.fractus.protocol.Checks;
import io.fractus.protocol.Limits;
import io.fractus.torrents.InfoHash;
import java.util.List;

/**
 * {@code POST /api/v1/sources}: who holds these bits. With a minimum the tracker answers as soon as
 * every bit has that many complete copies, or when the wait is over.
 *
 * @param bits which
 * @param minimumComplete copies of each bit to wait for, 0 to not wait
 * @param waitMillis how long to wait, at most {@link Limits#WAIT_MAX}
 */
public record SourcesRequest(List<InfoHash> bits, int minimumComplete, int waitMillis) {
  public SourcesRequest {
    bits = List.copyOf(bits);
    Checks.between("bits", bits.size(), 1, Limits.INFOHASHES_PER_MESSAGE_MAX);
    Checks.between("minimumComplete", minimumComplete, 0, Limits.COPIES_MAX);
    Checks.between("waitMillis", waitMillis, 0, (int) Limits.WAIT_MAX.toMillis());
  }
}
