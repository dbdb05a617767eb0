// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.control;

import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.ExplainReply;
import io.fractus.protocol.control.ExplainRequest;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.availability.WeekAvailability;
import io.fractus.tracker.availability.WeekEvidence;
import io.fractus.tracker.explain.Holding;
import io.fractus.tracker.explain.KnownWeeks;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.history.Service;
import io.fractus.tracker.placement.Trust;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.registry.BitRecord;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers what stripes can bear and why their copies are where they are: reads what is known of the
 * nodes, and leaves judgement to {@link io.fractus.tracker.explain}. Thread-safe.
 */
public final class Explanations {
  /** Nobody says where on earth a node is; what is seen of it tells its hours soon enough. */
  private static final int ZONE_HOURS = 0;

  private final Authentication authentication;
  private final Registry registry;
  private final NodeHistory history;
  private final Presence presence;
  private final InstantSource clock;
  private final KnownWeeks weeks = new KnownWeeks();

  public Explanations(
      Authentication authentication,
      Registry registry,
      NodeHistory history,
      Presence presence,
      InstantSource clock) {
    this.authentication = authentication;
    this.registry = registry;
    this.history = history;
    this.presence = presence;
    this.clock = clock;
  }

  /** Adds the route. */
  public void register(JavalinConfig config) {
    config.routes.post("/api/v1/explanations", this::answer);
  }

  private void answer(Context context) throws IOException {
    authentication.requireGateway(context);
    JsonHttp.answer(context, explain(JsonHttp.body(context, ExplainRequest.class)));
  }

  ExplainReply explain(ExplainRequest request) {
    Instant now = clock.instant();
    List<List<Bit>> stripes = registry.read(rows -> read(rows, request));
    Reader reader = new Reader(now);
    List<StripeOutlook> outlooks = new ArrayList<>(stripes.size());
    for (int i = 0; i < stripes.size(); i++) {
      outlooks.add(
          reader.stripe(request.stripes().get(i).needed(), stripes.get(i), request.copies()));
    }
    return new ExplainReply(now, Outlooks.LEAVES_OUT, outlooks);
  }

  /**
   * The copies of one bit, as if it were a stripe of its own.
   *
   * @param wanted how many it shall have
   */
  public List<CopyOutlook> copies(int wanted, List<Holder> holders) {
    Bit one = new Bit(wanted, holders);
    return new Reader(clock.instant()).stripe(1, List.of(one), true).copies();
  }

  /** A bit as the registry has it. */
  record Bit(int wanted, List<Holder> holders) {}

  private static List<List<Bit>> read(Rows rows, ExplainRequest request) {
    List<List<Bit>> stripes = new ArrayList<>();
    for (ExplainRequest.Stripe stripe : request.stripes()) {
      List<Bit> bits = new ArrayList<>();
      for (InfoHash bit : stripe.bits()) {
        // Only who tells of copies needs to know how many there shall be.
        int wanted =
            request.copies() ? rows.bits().find(bit).map(BitRecord::copiesWanted).orElse(0) : 0;
        bits.add(new Bit(wanted, rows.copies().holders(bit)));
      }
      stripes.add(bits);
    }
    return stripes;
  }

  /** Looks at nodes at one time, at each of them once. */
  private final class Reader {
    private final Instant now;
    private final Map<Long, Outlooks.Node> nodes = new HashMap<>();

    Reader(Instant now) {
      this.now = now;
    }

    StripeOutlook stripe(int needed, List<Bit> bits, boolean withCopies) {
      List<Integer> wanted = new ArrayList<>();
      List<List<Outlooks.Copy>> copies = new ArrayList<>();
      for (Bit bit : bits) {
        wanted.add(bit.wanted());
        copies.add(bit.holders().stream().map(this::copy).toList());
      }
      return new Outlooks(needed, wanted, copies, hour()).outlook(withCopies);
    }

    private int hour() {
      var time = now.atOffset(ZoneOffset.UTC);
      return (time.getDayOfWeek().getValue() - 1) * 24 + time.getHour();
    }

    private Outlooks.Copy copy(Holder holder) {
      Outlooks.Node node = nodes.computeIfAbsent(holder.node().key(), _ -> node(holder.node()));
      return new Outlooks.Copy(
          node, new Holding(node.member(), holder.state(), node.isHere(), node.trust()));
    }

    private Outlooks.Node node(NodeRecord node) {
      NodeClass kind = NodeClass.of(node.nodeClass());
      WeekEvidence seen = history.week(node.key());
      Service service = history.service(node.key());
      WeekAvailability week =
          weeks.of(node.key(), now, () -> Estimator.bound(kind, ZONE_HOURS, seen));
      double days =
          (double) Duration.between(node.joined(), now).toMillis() / Duration.ofDays(1).toMillis();
      return new Outlooks.Node(
          node,
          new Member(node.nodeId(), kind, node.site(), week, Math.max(0, days), 0),
          presence.isHere(node.key()),
          Trust.of(service.standing(), service.wrong()),
          service,
          history.tags(node.key()));
    }
  }
}
