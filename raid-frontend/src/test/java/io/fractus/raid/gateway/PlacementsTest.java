// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ExplainReply;
import io.fractus.protocol.control.ExplainRequest;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.protocol.control.TrackerException;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectOutlook;
import io.fractus.raid.object.Placement;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a real catalog, explained by a tracker that knows the worth of each stripe. */
class PlacementsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ObjectKey KEY = new ObjectKey("photos", "a");
  private static final int STRIPE_BYTES = 1_000;

  @TempDir Path directory;
  private Catalog catalog;
  private final Map<InfoHash, Integer> stripeOf = new HashMap<>();
  private final List<ExplainRequest> asked = new ArrayList<>();
  private boolean isAway;
  private int names;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("photos", NOW);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private StoredObject object(String layout, int stripes) {
    String id = "%032x".formatted(++names);
    long size = (long) stripes * STRIPE_BYTES;
    catalog.begin(id, KEY, NOW);
    List<StoredStripe> all =
        IntStream.range(0, stripes).mapToObj(i -> stripe(Layout.parse(layout), id, i)).toList();
    // Together, so that they share commits.
    try (ExecutorService adding = Executors.newFixedThreadPool(64)) {
      all.forEach(stripe -> adding.execute(() -> catalog.addStripe(stripe)));
    }
    ObjectInfo info = new ObjectInfo(KEY, size, "etag", NOW, "text/plain", Map.of(), layout);
    StoredObject object = new StoredObject(id, info, new byte[] {1, 2, 3});
    catalog.commit(object, _ -> {});
    return object;
  }

  private StoredStripe stripe(Layout layout, String objectId, int number) {
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < layout.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(++names), 512, 65_536, pieces);
      stripeOf.put(metainfo.infoHash(), number);
      bits.add(new StoredBit(position, metainfo, layout.copies(position), false));
    }
    return new StoredStripe(
        objectId, number, (long) number * STRIPE_BYTES, STRIPE_BYTES, layout, bits);
  }

  /** Stripe 5 of each hundred is the worst, and the worse the later it comes. */
  private static double unavailable(int stripe) {
    return stripe % 100 == 5 ? 1e-4 * (1 + stripe) : 1e-7;
  }

  private ExplainReply explain(ExplainRequest request) {
    if (isAway) {
      throw new TrackerException("away", new IOException("refused"));
    }
    asked.add(request);
    return new ExplainReply(
        NOW, "much", request.stripes().stream().map(of -> outlook(of, request.copies())).toList());
  }

  private StripeOutlook outlook(ExplainRequest.Stripe stripe, boolean copies) {
    int number = stripeOf.getOrDefault(stripe.bits().getFirst(), -1);
    assertThat(stripe.bits()).allMatch(bit -> stripeOf.getOrDefault(bit, -2) == number);
    double bad = unavailable(number);
    return new StripeOutlook(
        stripe.bits().size(),
        stripe.needed(),
        stripe.bits().size() - number % 2,
        bad / 10,
        bad / 2,
        3,
        bad,
        "s1",
        bad * 10,
        true,
        -Math.log10(bad / 100),
        new StripeOutlook.Fewest(4 + number % 3, true, List.of()),
        new StripeOutlook.Fewest(3, true, List.of()),
        new StripeOutlook.Fewest(2, true, List.of()),
        List.of(),
        copies ? List.of(copy(number)) : List.of());
  }

  private static CopyOutlook copy(int stripe) {
    return new CopyOutlook(
        0,
        "id",
        "node-of-" + stripe,
        "lab",
        "s1",
        "r",
        CopyState.COMPLETE,
        true,
        false,
        0.5,
        3,
        0.5,
        null,
        List.of(),
        "plain",
        "because",
        0.1,
        2);
  }

  private Placement placement(StoredObject object) throws IOException {
    StagingArea staging = StagingArea.open(directory.resolve("staging"), 1 << 20, List.of());
    return new Placements(catalog, staging, _ -> Map.of(), new StripeOutlooks(this::explain))
        .of(object);
  }

  private static ObjectOutlook outlook(Placement placement) {
    ObjectOutlook outlook = placement.outlook();
    if (outlook == null) {
      throw new AssertionError("no outlook");
    }
    return outlook;
  }

  @Test
  void of_fewStripes_showsAllInOrderWithTheSumOfThem() throws IOException {
    Placement placement = placement(object("raid5:2+1x2", 7));

    assertThat(placement.stripes())
        .extracting(Placement.StripeView::number)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    ObjectOutlook outlook = outlook(placement);
    assertThat(outlook.stripes()).isEqualTo(7);
    assertThat(outlook.examined()).isEqualTo(7);
    assertThat(outlook.worstStripe()).isEqualTo(5);
    assertThat(outlook.unavailableWorstHour().atLeast()).isEqualTo(6e-4, within(1e-15));
    assertThat(outlook.unavailableWorstHour().atMost()).isEqualTo(6e-4 + 6e-7, within(1e-15));
    assertThat(outlook.unavailableAfterSite().atMost()).isEqualTo(6e-3 + 6e-6, within(1e-12));
    // 6e-6 losses a year of the worst, and 1e-9 of each other.
    assertThat(outlook.durabilityAtMost()).isEqualTo(-Math.log10(6e-6), within(1e-12));
    assertThat(outlook.durabilityAtLeast()).isEqualTo(-Math.log10(6e-6 + 6e-9), within(1e-12));
    assertThat(outlook.anyNodes()).isEqualTo(3);
    assertThat(outlook.anySites()).isEqualTo(1);
    // Of three bits two are needed, and every other stripe has two here.
    assertThat(outlook.spare()).isZero();
    assertThat(outlook.unreadable()).isZero();
    for (Placement.StripeView stripe : placement.stripes()) {
      StripeOutlook of = stripe.outlook();
      assertThat(of == null ? List.<CopyOutlook>of() : of.copies())
          .extracting(CopyOutlook::nodeName)
          .containsExactly("node-of-" + stripe.number());
    }
  }

  /** 300 stripes are too many to be shown and few enough to be examined. */
  @Test
  void of_manyStripes_showsTheWorstOfAll() throws IOException {
    Placement placement = placement(object("raid5:2+1x2", 300));

    assertThat(placement.stripes()).hasSize(PlacementLimits.WORST_SHOWN_MAX);
    assertThat(placement.stripes())
        .extracting(Placement.StripeView::number)
        .startsWith(205L, 105L, 5L)
        .doesNotHaveDuplicates();
    assertThat(placement.stripes())
        .allMatch(stripe -> stripe.offset() == stripe.number() * STRIPE_BYTES);
    assertThat(outlook(placement).examined()).isEqualTo(300);
    assertThat(outlook(placement).worstStripe()).isEqualTo(205);
    assertThat(outlook(placement).unavailableWorstHour().atMost())
        .isEqualTo(
            LongStream.range(0, 300).mapToDouble(i -> unavailable((int) i)).sum(), within(1e-12));
  }

  /** 280 stripes of 100 bits: what is asked of the tracker does not grow with the object. */
  @Test
  void of_moreBitsThanAreExamined_takesStripesAtEvenDistances() throws IOException {
    Placement placement = placement(object("rs:60+40", 280));

    ObjectOutlook outlook = outlook(placement);
    int most = PlacementLimits.BITS_EXAMINED_MAX / 100;
    assertThat(outlook.stripes()).isEqualTo(280);
    assertThat(outlook.examined()).isBetween(most - 2, most);
    List<Integer> seen =
        asked.stream()
            .filter(request -> !request.copies())
            .flatMap(request -> request.stripes().stream())
            .map(stripe -> stripeOf.get(stripe.bits().getFirst()))
            .toList();
    assertThat(seen).doesNotHaveDuplicates().isSorted().hasSize(outlook.examined());
    assertThat(seen.getLast()).isGreaterThan(270);
    assertThat(asked)
        .allSatisfy(request ->
            assertThat(request.stripes().stream().mapToInt(of -> of.bits().size()).sum())
                .isLessThanOrEqualTo(
                    request.copies()
                        ? Limits.BITS_PER_STRIPE_MAX
                        : Limits.INFOHASHES_PER_MESSAGE_MAX));
    assertThat(placement.stripes().stream().mapToInt(stripe -> stripe.bits().size()).sum())
        .isLessThanOrEqualTo(PlacementLimits.BITS_SHOWN_MAX);
    // Of the worst each copy is told about, of the others no more than what they can bear.
    assertThat(placement.stripes())
        .filteredOn(stripe -> stripe.outlook() != null && !stripe.outlook().copies().isEmpty())
        .hasSize(PlacementLimits.BITS_EXPLAINED_MAX / 100);
  }

  @Test
  void of_trackerAway_showsStripesWithoutOutlooks() throws IOException {
    StoredObject object = object("raid5:2+1x2", 3);
    isAway = true;

    Placement placement = placement(object);

    assertThat(placement.outlook()).isNull();
    assertThat(placement.stripes()).hasSize(3).allMatch(stripe -> stripe.outlook() == null);
  }

  @Test
  void of_manyStripesAndTrackerAway_showsTheFirst() throws IOException {
    StoredObject object = object("raid0:2", 300);
    isAway = true;

    assertThat(placement(object).stripes())
        .extracting(Placement.StripeView::number)
        .containsExactlyElementsOf(
            LongStream.range(0, PlacementLimits.WORST_SHOWN_MAX).boxed().toList());
  }
}
