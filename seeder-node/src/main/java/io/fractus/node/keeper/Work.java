// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.keeper;

import io.fractus.protocol.channel.TrackerMessage.BitWish;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.Fetch;
import org.jspecify.annotations.Nullable;

/** What is to be done about one bit. Guarded by the keeper that made it. */
final class Work {
  final InfoHash bit;

  /** The tracker's last wish, not begun. */
  @Nullable BitWish wanted;

  /** What is being done now. */
  @Nullable BitWish running;

  /** The fetch that is a part of it. */
  @Nullable Fetch fetch;

  Work(InfoHash bit, BitWish wanted) {
    this.bit = bit;
    this.wanted = wanted;
  }

  /** The wish that will hold in the end. */
  @Nullable BitWish last() {
    return wanted != null ? wanted : running;
  }
}
