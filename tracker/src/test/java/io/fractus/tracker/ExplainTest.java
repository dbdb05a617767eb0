// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fractus.protocol.Json;
import io.fractus.protocol.control.CopyOutlook;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.ExplainReply;
import io.fractus.protocol.control.ExplainRequest;
import io.fractus.protocol.control.PlaceReply;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.protocol.control.StripeOutlook;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracker tells a gateway of stripes, over HTTP. */
class ExplainTest {
  @TempDir private Path directory;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = new TestCloud(directory);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  /** Three bits of two copies each, all complete. */
  private List<InfoHash> placed() throws InterruptedException {
    cloud.withNodes(6);
    PlaceRequest request = cloud.stripe(3, 2);
    PlaceReply reply = cloud.gateway.place(request);
    List<InfoHash> bits = request.bits().stream().map(PlaceRequest.Bit::infoHash).toList();
    for (int bit = 0; bit < 3; bit++) {
      for (var copy : reply.bits().get(bit).copies()) {
        TestNode node = cloud.node(copy.nodeId());
        node.expect(io.fractus.protocol.channel.TrackerMessage.Assign.class);
        node.completed(bits.get(bit));
      }
    }
    cloud.gateway.sources(new SourcesRequest(bits, 2, TestCloud.waitMillis()));
    return bits;
  }

  private StripeOutlook explain(int needed, List<InfoHash> bits) {
    ExplainReply reply =
        cloud.gateway.explain(
            new ExplainRequest(List.of(new ExplainRequest.Stripe(needed, bits)), true));
    assertThat(reply.leavesOut()).contains("software");
    assertThat(reply.stripes()).hasSize(1);
    return reply.stripes().getFirst();
  }

  @Test
  void explain_wholeStripe_saysWhatItBearsAndOfEachCopyWhy() throws Exception {
    StripeOutlook stripe = explain(2, placed());

    assertThat(stripe.bits()).isEqualTo(3);
    assertThat(stripe.reachable()).isEqualTo(3);
    // Two of three bits with two copies each must go.
    assertThat(stripe.nodes().atLeast()).isEqualTo(4);
    assertThat(stripe.nodes().isExact()).isTrue();
    assertThat(stripe.nodes().any()).isEqualTo(3);
    assertThat(stripe.nodes().some()).hasSize(4).allMatch(name -> name.matches("n\\d"));
    assertThat(stripe.sites().atLeast()).isEqualTo(4);
    assertThat(stripe.survivesSite()).isTrue();
    assertThat(stripe.siteLosses()).hasSize(6).allMatch(StripeOutlook.SiteLoss::survives);
    assertThat(stripe.copies()).hasSize(6);
    assertThat(stripe.copies()).extracting(CopyOutlook::bit).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(stripe.copies())
        .allSatisfy(copy -> {
          assertThat(copy.state()).isEqualTo(CopyState.COMPLETE);
          assertThat(copy.here()).isTrue();
          assertThat(copy.nodeClass()).isEqualTo("lab");
          assertThat(copy.anchor()).isFalse();
          // They joined a moment ago.
          assertThat(copy.role()).isEqualTo("newcomer");
          assertThat(copy.why()).contains("not vetted");
          // Labs that are alike: each costs the same.
          assertThat(copy.unavailableWithout())
              .isGreaterThan(stripe.unavailableWorstHour())
              .isEqualTo(stripe.copies().getFirst().unavailableWithout(), within(1e-12));
          assertThat(copy.durabilityWithout()).isLessThan(stripe.durability());
        });
  }

  @Test
  void explain_nodeAway_countsForLaterAndNotForNow() throws Exception {
    List<InfoHash> bits = placed();
    StripeOutlook before = explain(2, bits);
    TestNode gone = cloud.node(before.copies().getFirst().nodeId());
    gone.vanish();
    TestCloud.await("absent", () -> !cloud.view(gone).online());

    StripeOutlook after = explain(2, bits);

    assertThat(after.reachable()).isEqualTo(3);
    assertThat(after.copies().getFirst().here()).isFalse();
    assertThat(after.nodes().atLeast()).isEqualTo(4);
    assertThat(after.nodesHere().atLeast()).isEqualTo(3);
    assertThat(after.unavailableSoon()).isGreaterThan(before.unavailableSoon());
  }

  @Test
  void explain_bitsNobodyPlaced_areUnreadable() {
    StripeOutlook stripe = explain(1, List.of(cloud.newBit().infoHash()));

    assertThat(stripe.reachable()).isZero();
    assertThat(stripe.nodes().any()).isEqualTo(-1);
    assertThat(stripe.unavailableWorstHour()).isOne();
    assertThat(stripe.copies()).isEmpty();
  }

  @Test
  void explain_withoutCopies_tellsTheSameOfTheStripe() throws Exception {
    List<InfoHash> bits = placed();
    StripeOutlook with = explain(2, bits);

    StripeOutlook without =
        cloud
            .gateway
            .explain(new ExplainRequest(List.of(new ExplainRequest.Stripe(2, bits)), false))
            .stripes()
            .getFirst();

    assertThat(without.copies()).isEmpty();
    assertThat(without.nodes().atLeast()).isEqualTo(with.nodes().atLeast());
    assertThat(without.nodes().some()).isEmpty();
    assertThat(without.unavailableWorstHour()).isEqualTo(with.unavailableWorstHour());
  }

  @Test
  void explain_forWhomItIsNot_isRefused() {
    ExplainRequest request =
        new ExplainRequest(
            List.of(new ExplainRequest.Stripe(1, List.of(cloud.newBit().infoHash()))), true);
    try (TrackerClient joining =
        new TrackerClient(cloud.tracker.uri(), cloud.tracker.tokens().join())) {
      assertThatThrownBy(() -> joining.explain(request))
          .isInstanceOfSatisfying(
              TrackerException.class, e -> assertThat(e.problem().status()).isEqualTo(401));
    }
  }

  @Test
  void request_tooManyBits_isRefused() {
    List<InfoHash> bits = List.of(cloud.newBit().infoHash(), cloud.newBit().infoHash());
    assertThatThrownBy(() -> new ExplainRequest.Stripe(3, bits)).hasMessageContaining("needed");
    List<ExplainRequest.Stripe> many =
        java.util.Collections.nCopies(128, new ExplainRequest.Stripe(1, bits));
    assertThatThrownBy(() -> new ExplainRequest(many, true)).hasMessageContaining("1..255");
    assertThat(new ExplainRequest(many, false).stripes()).hasSize(128);
    ExplainRequest request = new ExplainRequest(many, false);
    assertThat(Json.read(Json.write(request), ExplainRequest.class)).isEqualTo(request);
  }
}
