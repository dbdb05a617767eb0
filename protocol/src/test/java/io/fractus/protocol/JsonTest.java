// SPDX-License-Identifier: Apache-2.0
package io.fractus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.NodeView;
import io.fractus.protocol.control.PlaceRequest;
import io.fractus.protocol.control.ReportRequest;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Pace;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final BitMetainfo BIT =
      BitMetainfo.create("cloud", "0".repeat(32), 100, 65_536, new byte[20]);
  private static final PeerAddress PEER = new PeerAddress("127.0.0.1", 6_881);

  @Test
  void write_everyMessageOfANode_isReadBackEqual() {
    List<NodeMessage> messages =
        List.of(
            new NodeMessage.Hello(null, 6_881, 10_000_000, "0.1"),
            new NodeMessage.Inventory(List.of(BIT.infoHash()), true),
            new NodeMessage.Heartbeat(10, 5, 1, 2, 3),
            new NodeMessage.Completed(BIT.infoHash()),
            new NodeMessage.Failed(BIT.infoHash(), NodeMessage.Reason.LOST, "the file is gone"));
    for (NodeMessage message : messages) {
      assertThat(Json.read(Json.write(message), NodeMessage.class)).isEqualTo(message);
    }
  }

  @Test
  void write_everyMessageOfATracker_isReadBackEqual() {
    List<TrackerMessage> messages =
        List.of(
            new TrackerMessage.Assign(BIT, List.of(PEER)),
            new TrackerMessage.Release(BIT.infoHash()),
            new TrackerMessage.Verify(BIT.infoHash()),
            new TrackerMessage.Call(PEER, "a1", null),
            new TrackerMessage.Call(PEER, "", BIT.infoHash()),
            new TrackerMessage.Reach(false, "nobody answers"));
    for (TrackerMessage message : messages) {
      assertThat(Json.read(Json.write(message), TrackerMessage.class)).isEqualTo(message);
    }
  }

  @Test
  void write_recordsOfTheControlApi_areReadBackEqual() {
    PlaceRequest place = new PlaceRequest("raid0:1", List.of(new PlaceRequest.Bit(BIT, 2)), PEER);
    assertThat(Json.read(Json.write(place), PlaceRequest.class)).isEqualTo(place);
    NodeView node =
        new NodeView(
            "id",
            "name",
            "site",
            "region",
            "lab",
            "127.0.0.1:1",
            true,
            10,
            5,
            1,
            null,
            Instant.parse("2026-11-23T10:00:00Z"),
            0,
            List.of("new"));
    assertThat(Json.read(Json.write(node), NodeView.class)).isEqualTo(node);
    ReportRequest reports =
        new ReportRequest(
            List.of(
                new Report("a", BIT.infoHash(), Kind.SERVED, 100, 1, ""),
                new Report("b", BIT.infoHash(), Kind.SLOW, 7, 90, "", new Pace(4, 100, 2))));
    assertThat(Json.read(Json.write(reports), ReportRequest.class)).isEqualTo(reports);
  }

  @Test
  void read_aReportThatTellsOfNoOthers_hasNone() {
    String json =
        "{\"nodeId\":\"a\",\"bit\":\""
            + BIT.infoHash()
            + "\",\"kind\":\"SLOW\",\"bytes\":1,\"millis\":2,\"detail\":\"\"}";
    assertThat(Json.read(json, Report.class))
        .isEqualTo(new Report("a", BIT.infoHash(), Kind.SLOW, 1, 2, ""));
  }

  @Test
  void read_fieldsOfANewerPeer_arePassedOver() {
    String json = "{\"type\":\"completed\",\"bit\":\"" + BIT.infoHash() + "\",\"later\":[1]}";
    assertThat(Json.read(json, NodeMessage.class))
        .isEqualTo(new NodeMessage.Completed(BIT.infoHash()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"type\":\"completed\"",
        "{\"type\":\"unheard-of\"}",
        "{\"bit\":\"00\"}",
        "{\"type\":\"completed\",\"bit\":\"00\"}",
        "{\"type\":\"hello\",\"port\":0,\"shareBytes\":1,\"version\":\"1\"}",
        "{\"type\":\"hello\",\"port\":1,\"shareBytes\":-1,\"version\":\"1\"}"
      })
  void read_whatIsNoMessage_isRefused(String json) {
    assertThatThrownBy(() -> Json.read(json, NodeMessage.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void read_aRecordOutOfBounds_saysWhatTheRecordSays() {
    String json =
        "{\"name\":\"a b\",\"site\":\"s\",\"region\":\"r\",\"nodeClass\":\"lab\","
            + "\"shareBytes\":1,\"port\":1,\"version\":\"1\"}";
    assertThatThrownBy(() -> Json.read(json, JoinRequest.class))
        .hasMessageContaining("name must be 1..64 letters");
  }

  @Test
  void read_deepNesting_isRefused() {
    assertThatThrownBy(() -> Json.read("[".repeat(10_000), NodeMessage.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void records_beyondTheirLimits_areRefused() {
    List<InfoHash> tooMany =
        Collections.nCopies(Limits.INFOHASHES_PER_MESSAGE_MAX + 1, BIT.infoHash());
    assertThatThrownBy(() -> new SourcesRequest(tooMany, 0, 0)).hasMessageContaining("4096");
    assertThatThrownBy(() -> new NodeMessage.Inventory(tooMany, true)).hasMessageContaining("4096");
    assertThatThrownBy(() ->
            new PlaceRequest(
                "raid1:1x2",
                List.of(new PlaceRequest.Bit(BIT, 1), new PlaceRequest.Bit(BIT, 1)),
                PEER))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> new PlaceRequest.Bit(BIT, 17)).hasMessageContaining("1..16");
  }

  @Test
  void toString_ofAJoinReply_hasNoSecrets() {
    assertThat(new JoinReply("cloud", "node", "thepasskey", "thetoken").toString())
        .doesNotContain("thepasskey")
        .doesNotContain("thetoken");
  }
}
