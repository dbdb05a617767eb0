// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.protocol.Limits;
import io.fractus.protocol.control.ExplainReply;
import io.fractus.protocol.control.ExplainRequest;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.ObjectOutlook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a tracker says that stripes can bear, asked for in questions of a bounded size. */
final class StripeOutlooks {
  private static final Logger log = LoggerFactory.getLogger(StripeOutlooks.class);

  private final Function<ExplainRequest, ExplainReply> tracker;

  /**
   * @param tracker answers in the order of a question, or throws {@link TrackerException}
   */
  StripeOutlooks(Function<ExplainRequest, ExplainReply> tracker) {
    this.tracker = tracker;
  }

  /** What was answered, stripe by stripe. */
  record Known(Instant at, String leavesOut, List<StripeOutlook> stripes) {
    ObjectOutlook sum(long total, List<StripeOutlook> examined, long worstStripe) {
      return OutlookSum.of(at, leavesOut, total, examined, worstStripe);
    }
  }

  /** Of these stripes, at least one, in their order; empty if the tracker does not say. */
  Optional<Known> of(List<StoredStripe> stripes) {
    return ask(stripes, false);
  }

  /**
   * With each copy, of the first of these that are not too many bits together; empty if the tracker
   * does not say.
   */
  Map<StoredStripe, StripeOutlook> withCopies(List<StoredStripe> stripes) {
    List<StoredStripe> some = new ArrayList<>();
    int bits = 0;
    for (StoredStripe stripe : stripes) {
      bits += stripe.layout().bits();
      if (bits > PlacementLimits.BITS_EXPLAINED_MAX) {
        break;
      }
      some.add(stripe);
    }
    Map<StoredStripe, StripeOutlook> by = new HashMap<>();
    ask(some, true)
        .ifPresent(known -> {
          for (int i = 0; i < some.size(); i++) {
            by.put(some.get(i), known.stripes().get(i));
          }
        });
    return by;
  }

  private Optional<Known> ask(List<StoredStripe> stripes, boolean copies) {
    int most = copies ? Limits.BITS_PER_STRIPE_MAX : Limits.INFOHASHES_PER_MESSAGE_MAX;
    List<StripeOutlook> outlooks = new ArrayList<>();
    Optional<Known> known = Optional.empty();
    for (int from = 0; from < stripes.size(); ) {
      List<ExplainRequest.Stripe> some = new ArrayList<>();
      int bits = stripes.get(from).layout().bits();
      while (bits <= most) {
        StoredStripe stripe = stripes.get(from++);
        some.add(new ExplainRequest.Stripe(stripe.layout().dataBits(), stripe.infoHashes()));
        bits += from < stripes.size() ? stripes.get(from).layout().bits() : most + 1;
      }
      ExplainReply reply;
      try {
        reply = tracker.apply(new ExplainRequest(some, copies));
      } catch (TrackerException e) {
        log.debug("the tracker explains nothing: {}", e.problem().detail());
        return Optional.empty();
      }
      outlooks.addAll(reply.stripes());
      known = Optional.of(new Known(reply.at(), reply.leavesOut(), outlooks));
    }
    return known;
  }
}
