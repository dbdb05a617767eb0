// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.explain.Account;
import io.fractus.tracker.explain.Fewest;
import io.fractus.tracker.explain.Holding;
import io.fractus.tracker.explain.Reason;
import io.fractus.tracker.history.Service;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.plan.Stripe;
import io.fractus.tracker.registry.NodeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes of an account of a stripe what the protocol says of it. Immutable. */
final class Outlooks {
  /** What no chance here knows of. */
  static final String LEAVES_OUT =
      "nodes fail on their own here, but for the site that is named: power, networks and regions"
          + " that take several with them are left out, and so are faults of software, mistakes of"
          + " people, lost keys and bits still staged at a gateway; durability takes three days"
          + " from a node's leaving until its bits stand elsewhere, so more than about 12 nines"
          + " mean nothing";

  private final int needed;
  private final List<Integer> wanted;
  private final List<List<Copy>> copies;
  private final List<List<Holding>> holdings;
  private final int hour;

  /** What is known of a node now. */
  record Node(
      NodeRecord row,
      Member member,
      boolean isHere,
      Trust trust,
      Service service,
      List<String> tags) {}

  /** A copy and its node. */
  record Copy(Node node, Holding holding) {}

  /**
   * @param wanted how many copies each bit shall have
   * @param copies of each bit in the order in which they were placed
   * @param hour of the week now
   */
  Outlooks(int needed, List<Integer> wanted, List<List<Copy>> copies, int hour) {
    this.needed = needed;
    this.wanted = wanted;
    this.copies = copies;
    this.holdings = copies.stream().map(bit -> bit.stream().map(Copy::holding).toList()).toList();
    this.hour = hour;
  }

  StripeOutlook outlook(boolean withCopies) {
    Account account = Account.of(needed, holdings, hour);
    Stripe.Outlook week = account.outlook();
    Map<String, String> names = withCopies ? names() : Map.of();
    return new StripeOutlook(
        copies.size(),
        needed,
        account.reachable(),
        account.unavailableSoon(),
        week.unavailableMean(),
        week.worstHour(),
        week.unavailableWorstHour(),
        week.worstSite(),
        week.unavailableAfterSite(),
        week.survivesSite(),
        account.durability(),
        fewest(account.nodes(), names, withCopies),
        fewest(account.nodesHere(), names, withCopies),
        fewest(account.sites(), Map.of(), withCopies),
        withCopies ? siteLosses(week.worstHour()) : List.of(),
        withCopies ? copies(week.worstHour()) : List.of());
  }

  private Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    copies.forEach(bit ->
        bit.forEach(copy -> names.put(copy.node().row().nodeId(), copy.node().row().name())));
    return names;
  }

  private static StripeOutlook.Fewest fewest(
      Fewest fewest, Map<String, String> names, boolean withNames) {
    return new StripeOutlook.Fewest(
        fewest.atLeast(),
        fewest.isExact(),
        withNames
            ? fewest.some().stream().map(id -> names.getOrDefault(id, id)).sorted().toList()
            : List.of());
  }

  private List<StripeOutlook.SiteLoss> siteLosses(int worstHour) {
    Stripe stripe = Account.stripe(needed, holdings);
    Map<String, Integer> held = new TreeMap<>();
    stripe.holders().forEach(bit -> bit.forEach(node -> held.merge(node.site(), 1, Integer::sum)));
    List<StripeOutlook.SiteLoss> losses = new ArrayList<>();
    held.forEach((site, count) ->
        losses.add(
            new StripeOutlook.SiteLoss(
                site,
                count,
                stripe.survives(site),
                stripe.unavailableWithout(node -> node.site().equals(site), worstHour))));
    return losses;
  }

  private List<CopyOutlook> copies(int worstHour) {
    Stripe stripe = Account.stripe(needed, holdings);
    List<CopyOutlook> outlooks = new ArrayList<>();
    for (int bit = 0; bit < copies.size(); bit++) {
      List<Reason> reasons = Reason.of(wanted.get(bit), holdings.get(bit));
      for (int i = 0; i < reasons.size(); i++) {
        outlooks.add(copy(stripe, bit, copies.get(bit).get(i), reasons.get(i), worstHour));
      }
    }
    return outlooks;
  }

  private static CopyOutlook copy(Stripe stripe, int bit, Copy copy, Reason reason, int worstHour) {
    Node node = copy.node();
    WeekAvailability week = node.member().week();
    Account.Loss loss =
        Account.without(member -> member.id().equals(node.member().id()), stripe, worstHour);
    return new CopyOutlook(
        bit,
        node.row().nodeId(),
        node.row().name(),
        node.row().nodeClass(),
        node.row().site(),
        node.row().region(),
        copy.holding().state(),
        node.isHere(),
        copy.holding().isAnchor(),
        week.at(worstHour),
        week.worstHour(),
        week.worst(),
        node.service().bytesPerSecond(),
        node.tags(),
        reason.role().name().toLowerCase(Locale.ROOT),
        reason.why(),
        loss.unavailableWorstHour(),
        loss.durability());
  }
}
