// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;

/** What the tracker's refusals are to the users of the store. */
public final class TrackerErrors {
  private TrackerErrors() {}

  /** The same failure in the store's own words. */
  public static StoreException toStore(TrackerException e) {
    Code code =
        switch (e.problem().type()) {
          case "not-enough-nodes" -> Code.NOT_ENOUGH_NODES;
          case "no-space" -> Code.NO_SPACE;
          case TrackerException.UNREACHABLE -> Code.TRACKER_UNREACHABLE;
          default -> Code.UNAVAILABLE;
        };
    return new StoreException(code, e.problem().detail(), e);
  }
}
