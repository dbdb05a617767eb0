// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Target;
import io.fractus.protocol.plan.Wish;
import io.fractus.tracker.availability.Estimator;
import io.fractus.tracker.availability.NodeClass;
import io.fractus.tracker.control.JsonHttp;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.plan.Member;
import io.fractus.tracker.plan.Planner;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Standing;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What layouts would give on the nodes that take part now. Thread-safe. */
final class Plans {
  /** The same question has the same answer until nodes change. */
  private static final long SEED = 1;

  /** Nobody says where on earth a node is; what is seen of it tells its hours soon enough. */
  private static final int ZONE_HOURS = 0;

  private final Registry registry;
  private final NodeHistory history;
  private final InstantSource clock;

  Plans(Registry registry, NodeHistory history, InstantSource clock) {
    this.registry = registry;
    this.history = history;
    this.clock = clock;
  }

  /** Answers what a layout gives, or which layouts give what is wished. */
  void answer(Context context) {
    Query query = new Query(context);
    @Nullable String layout = query.text("layout");
    @Nullable String target = query.text("target");
    @Nullable Double availability = query.decimal("availability");
    @Nullable Double durability = query.decimal("durability");
    @Nullable Double overhead = query.decimal("overhead");
    boolean wishes = availability != null || durability != null;
    if ((layout != null ? 1 : 0) + (target != null ? 1 : 0) + (wishes ? 1 : 0) != 1) {
      throw Query.malformed(
          "give either a layout, or a target, or availability, durability or both of them");
    }
    if (!wishes && overhead != null) {
      throw Query.malformed("a layout has the overhead that it has: leave overhead out");
    }
    Target asked =
        wishes
            ? wish(availability, durability, overhead)
            : parsed(layout != null ? layout : Objects.requireNonNull(target), layout != null);
    Planner planner = planner();
    JsonHttp.answer(
        context,
        switch (asked) {
          case Target.OfLayout of -> planner.plan(of.layout());
          case Target.OfWish of -> planner.plan(of.wish());
        });
  }

  private static Target parsed(String text, boolean isLayout) {
    try {
      return isLayout ? new Target.OfLayout(Layout.parse(text)) : Target.parse(text);
    } catch (IllegalArgumentException e) {
      throw Query.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Target wish(
      @Nullable Double availability, @Nullable Double durability, @Nullable Double overhead) {
    try {
      return new Target.OfWish(
          new Wish(
              availability == null ? 0 : availability,
              durability == null ? 0 : durability,
              overhead == null ? Target.OVERHEAD_DEFAULT : overhead));
    } catch (IllegalArgumentException e) {
      throw Query.malformed(String.valueOf(e.getMessage()));
    }
  }

  private Planner planner() {
    Map<Long, Standing> standings = registry.read(rows -> rows.admin().standings());
    List<NodeRecord> active =
        registry.read(rows -> rows.nodes().everJoined()).stream()
            .filter(node -> standings.getOrDefault(node.key(), Standing.ACTIVE) == Standing.ACTIVE)
            .sorted(Comparator.comparing(NodeRecord::nodeId))
            .toList();
    List<Member> members = Planner.sample(active, SEED).stream().map(this::member).toList();
    return new Planner(members, active.size(), SEED);
  }

  private Member member(NodeRecord node) {
    NodeClass kind = NodeClass.of(node.nodeClass());
    double days =
        (double) Duration.between(node.joined(), clock.instant()).toMillis()
            / Duration.ofDays(1).toMillis();
    return new Member(
        node.nodeId(),
        kind,
        node.site(),
        Estimator.bound(kind, ZONE_HOURS, history.week(node.key())),
        Math.max(0, days),
        Math.max(0, node.shareBytes() - node.usedBytes()));
  }
}
