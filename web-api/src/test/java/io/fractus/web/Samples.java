// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.Placement;
import io.fractus.torrents.PeerAddress;
import java.time.Instant;
import java.util.List;

/** What a store without nodes says of them. */
final class Samples {
  private Samples() {}

  /** One stripe of one bit on one node, of which no tracker says what it can bear. */
  static Placement placement(ObjectInfo info) {
    Copy copy =
        new Copy(
            "id-1", "node-1", "lab", new PeerAddress("127.0.0.1", 6881), CopyState.COMPLETE, true);
    Placement.BitView bit =
        new Placement.BitView(0, "data", "00".repeat(20), info.size(), 1, false, List.of(copy));
    return new Placement(
        info,
        null,
        List.of(new Placement.StripeView(0, 0, info.size(), "raid1:1+0x1", 1, null, List.of(bit))));
  }

  /** One class that does not get what it asks for. */
  static List<ClassStatus> classes() {
    return List.of(
        new ClassStatus(
            "STANDARD",
            "99.99%/worst-hour,3x",
            "raid6:4+2x2",
            ClassStatus.State.UNMET,
            "availability: 4.00 wished, 2.00 reached; what would help: servers",
            Instant.EPOCH));
  }
}
