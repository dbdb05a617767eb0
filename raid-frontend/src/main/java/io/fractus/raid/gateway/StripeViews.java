// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectOutlook;
import io.fractus.raid.object.Placement;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.InfoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the bits of an object are, as the API shows it. */
final class StripeViews {
  private StripeViews() {}

  /**
   * Shows stripes of an object.
   *
   * @param numbers of each in the order of the object's bytes, whatever it is in the catalog: those
   *     of parts count from 0 in each part
   * @param outlooks those that are known
   */
  static Placement of(
      ObjectInfo info,
      @Nullable ObjectOutlook outlook,
      List<StoredStripe> stripes,
      Map<StoredStripe, Long> numbers,
      Map<StoredStripe, StripeOutlook> outlooks,
      StagingArea staging,
      Map<InfoHash, List<Copy>> copies) {
    List<Placement.StripeView> views = new ArrayList<>(stripes.size());
    for (StoredStripe stripe : stripes) {
      views.add(
          view(numbers.getOrDefault(stripe, 0L), stripe, outlooks.get(stripe), staging, copies));
    }
    return new Placement(info, outlook, views);
  }

  private static Placement.StripeView view(
      long number,
      StoredStripe stripe,
      @Nullable StripeOutlook outlook,
      StagingArea staging,
      Map<InfoHash, List<Copy>> copies) {
    Layout layout = stripe.layout();
    return new Placement.StripeView(
        number,
        stripe.plainOffset(),
        stripe.plainLength(),
        layout.toString(),
        layout.dataBits(),
        outlook,
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
