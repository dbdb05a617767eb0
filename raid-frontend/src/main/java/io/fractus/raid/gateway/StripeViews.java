// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.layout.Layout;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.Placement;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the bits of an object are, as the API shows it. */
final class StripeViews {
  private StripeViews() {}

  /**
   * Shows the stripes of an object, numbered in the order of its bytes, whatever their numbers in
   * the catalog: those of parts count from 0 in each part.
   */
  static Placement of(
      ObjectInfo info,
      List<StoredStripe> stripes,
      StagingArea staging,
      Map<InfoHash, List<Copy>> copies) {
    List<Placement.StripeView> views = new ArrayList<>(stripes.size());
    for (StoredStripe stripe : stripes) {
      views.add(view(views.size(), stripe, staging, copies));
    }
    return new Placement(info, views);
  }

  private static Placement.StripeView view(
      int number, StoredStripe stripe, StagingArea staging, Map<InfoHash, List<Copy>> copies) {
    Layout layout = stripe.layout();
    return new Placement.StripeView(
        number,
        stripe.plainOffset(),
        stripe.plainLength(),
        layout.toString(),
        layout.dataBits(),
        stripe.bits().stream()
            .map(bit ->
                new Placement.BitView(
                    bit.position(),
                    bit.position() < layout.dataBits() ? "data" : "parity",
                    bit.infoHash().toString(),
                    bit.metainfo().length(),
                    bit.copies(),
                    staging.has(bit.metainfo()),
                    copies.getOrDefault(bit.infoHash(), List.of())))
            .toList());
  }
}
