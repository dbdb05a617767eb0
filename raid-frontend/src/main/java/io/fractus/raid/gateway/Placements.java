// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.control.StripeOutlook;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.ObjectOutlook;
import io.fractus.raid.object.Placement;
import io.fractus.raid.read.Sources;
import io.fractus.raid.read.Stripes;
import io.fractus.raid.staging.StagingArea;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells where an object is and what it can bear, at a cost that does not grow with it. Thread-safe.
 */
final class Placements {
  /*
   * An object of 1 TB has 65,536 stripes of 4+2. So stripes are examined first, all of them if they
   * are few and else as many as BITS_EXAMINED_MAX allows, at even distances; of each of these a few
   * numbers are kept. Then all stripes are shown if they are few, else the worst of those examined;
   * and of the worst that are shown the tracker tells about each copy.
   *
   * While the tracker does not answer, what is shown is what it last said of copies, without
   * outlooks.
   */

  private final Catalog catalog;
  private final StagingArea staging;
  private final Sources sources;
  private final StripeOutlooks outlooks;

  Placements(Catalog catalog, StagingArea staging, Sources sources, StripeOutlooks outlooks) {
    this.catalog = catalog;
    this.staging = staging;
    this.sources = sources;
    this.outlooks = outlooks;
  }

  /** A stripe that was looked at: where it begins in the object, and what it can bear. */
  private record Examined(long offset, StripeOutlook outlook) {}

  /** Of an object that stays as it is meanwhile. */
  Placement of(StoredObject object) {
    long size = object.info().size();
    Stripes stripes = Stripes.of(object, catalog);
    List<StoredStripe> first = stripes.covering(0, size, PlacementLimits.STRIPES_SHOWN_MAX);
    if (first.isEmpty()) {
      return new Placement(object.info(), null, List.of());
    }
    long total = object.slot().isPresent() ? 1 : catalog.stripesBefore(object.id(), size);
    int bits = first.stream().mapToInt(stripe -> stripe.layout().bits()).max().orElse(1);
    return total <= first.size() && total * bits <= PlacementLimits.BITS_SHOWN_MAX
        ? whole(object, first)
        : worst(object, stripes, total, bits, first);
  }

  private Placement whole(StoredObject object, List<StoredStripe> stripes) {
    Map<StoredStripe, Long> numbers = new HashMap<>();
    stripes.forEach(stripe -> numbers.put(stripe, (long) numbers.size()));
    Optional<StripeOutlooks.Known> known = outlooks.of(stripes);
    if (known.isEmpty()) {
      return shown(object, null, stripes, numbers, Map.of());
    }
    Map<StoredStripe, StripeOutlook> by = new HashMap<>();
    for (int i = 0; i < stripes.size(); i++) {
      by.put(stripes.get(i), known.get().stripes().get(i));
    }
    List<StoredStripe> worstFirst =
        stripes.stream().sorted(Comparator.comparing(by::get, OutlookSum.WORST_FIRST)).toList();
    ObjectOutlook outlook =
        known
            .get()
            .sum(
                stripes.size(),
                known.get().stripes(),
                numbers.getOrDefault(worstFirst.getFirst(), 0L));
    by.putAll(outlooks.withCopies(worstFirst));
    return shown(object, outlook, stripes, numbers, by);
  }

  private Placement worst(
      StoredObject object, Stripes stripes, long total, int bits, List<StoredStripe> first) {
    int shown =
        Math.clamp(PlacementLimits.BITS_SHOWN_MAX / bits, 1, PlacementLimits.WORST_SHOWN_MAX);
    Examination examination = new Examination(stripes, object.info().size(), total, bits);
    Optional<StripeOutlooks.Known> known = examination.run();
    if (known.isEmpty()) {
      List<StoredStripe> some = first.subList(0, Math.min(shown, first.size()));
      return shown(object, null, some, numbers(object, some), Map.of());
    }
    List<StoredStripe> worst = examination.worst(shown);
    Map<StoredStripe, Long> numbers = numbers(object, worst);
    ObjectOutlook outlook =
        known.get().sum(total, examination.outlooks(), numbers.getOrDefault(worst.getFirst(), 0L));
    Map<StoredStripe, StripeOutlook> by = examination.of(worst);
    by.putAll(outlooks.withCopies(worst));
    return shown(object, outlook, worst, numbers, by);
  }

  private Map<StoredStripe, Long> numbers(StoredObject object, List<StoredStripe> stripes) {
    Map<StoredStripe, Long> numbers = new HashMap<>();
    for (StoredStripe stripe : stripes) {
      numbers.put(stripe, catalog.stripesBefore(object.id(), stripe.plainOffset()));
    }
    return numbers;
  }

  private Placement shown(
      StoredObject object,
      @Nullable ObjectOutlook outlook,
      List<StoredStripe> stripes,
      Map<StoredStripe, Long> numbers,
      Map<StoredStripe, StripeOutlook> by) {
    return StripeViews.of(
        object.info(), outlook, stripes, numbers, by, staging, sources.copies(stripes));
  }

  /** Looks at stripes of one object, keeps numbers of them, and loads the worst again. */
  private final class Examination {
    private final Stripes stripes;
    private final long size;
    private final long total;
    private final int count;
    private final List<Examined> examined = new ArrayList<>();

    Examination(Stripes stripes, long size, long total, int bits) {
      this.stripes = stripes;
      this.size = size;
      this.total = total;
      this.count = Math.clamp(total, 1, PlacementLimits.BITS_EXAMINED_MAX / bits);
    }

    Optional<StripeOutlooks.Known> run() {
      Optional<StripeOutlooks.Known> known = Optional.empty();
      long at = 0;
      for (int i = 0; i < count && at < size; ) {
        List<StoredStripe> some = new ArrayList<>();
        while (i < count && at < size && some.size() < PlacementLimits.STRIPES_LOADED_MAX) {
          StoredStripe stripe = stripes.covering(at, at + 1, 1).getFirst();
          some.add(stripe);
          i++;
          long next = stripe.plainOffset() + stripe.plainLength();
          // All of them one after the other, or at even distances.
          at = count == total ? next : Math.max(next, size / count * i);
        }
        known = outlooks.of(some);
        if (known.isEmpty()) {
          return known;
        }
        for (int j = 0; j < some.size(); j++) {
          examined.add(new Examined(some.get(j).plainOffset(), known.get().stripes().get(j)));
        }
      }
      examined.sort(Comparator.comparing(Examined::outlook, OutlookSum.WORST_FIRST));
      return known;
    }

    List<StripeOutlook> outlooks() {
      return examined.stream().map(Examined::outlook).toList();
    }

    List<StoredStripe> worst(int most) {
      return examined.stream()
          .limit(most)
          .map(one -> stripes.covering(one.offset(), one.offset() + 1, 1).getFirst())
          .toList();
    }

    Map<StoredStripe, StripeOutlook> of(List<StoredStripe> worst) {
      Map<StoredStripe, StripeOutlook> by = new HashMap<>();
      for (int i = 0; i < worst.size(); i++) {
        by.put(worst.get(i), examined.get(i).outlook());
      }
      return by;
    }
  }
}
