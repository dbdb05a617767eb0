// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.node.ScriptedTracker;
import io.fractus.node.Waiting;
import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Completed;
import io.fractus.protocol.channel.NodeMessage.Heartbeat;
import io.fractus.protocol.channel.NodeMessage.Hello;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.NodeMessage.Proof;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.channel.TrackerMessage.Release;
import io.fractus.protocol.channel.TrackerMessage.Verify;
import io.fractus.torrents.InfoHash;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TrackerChannelTest {
  private static final Hello HELLO = new Hello("127.0.0.1", 4_000, 10_000_000, "test");
  private static final ChannelPace PACE =
      new ChannelPace(
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          3,
          Duration.ofMillis(200),
          new Backoff(Duration.ofMillis(5), Duration.ofMillis(50)));

  private final BlockingQueue<TrackerMessage> heard = new LinkedBlockingQueue<>();
  private final List<InfoHash> inventory = hashes(8);
  private final Outbox outbox = new Outbox(100);
  private ScriptedTracker tracker;

  @BeforeEach
  void startTracker() {
    tracker = new ScriptedTracker("cloud-1");
  }

  @AfterEach
  void stopTracker() {
    tracker.close();
  }

  @Test
  void open_session_saysHelloThenTheInventoryInPagesThenHeartbeats() throws Exception {
    try (TrackerChannel channel = open()) {
      assertThat(Waiting.next(tracker.said)).isEqualTo(HELLO);
      Set<InfoHash> told = new HashSet<>();
      for (boolean last : new boolean[] {false, false, true}) {
        Inventory page = (Inventory) Waiting.next(tracker.said);
        assertThat(page.last()).isEqualTo(last);
        assertThat(page.bits()).hasSizeLessThanOrEqualTo(3);
        told.addAll(page.bits());
      }
      assertThat(told).containsExactlyInAnyOrderElementsOf(inventory);
      assertThat(Waiting.next(tracker.said)).isInstanceOf(Heartbeat.class);
      assertThat(Waiting.next(tracker.said)).isInstanceOf(Heartbeat.class);
      assertThat(channel.connected()).isTrue();
    }
  }

  @Test
  void open_emptyInventory_isOneLastPage() throws Exception {
    inventory.clear();
    try (TrackerChannel channel = open()) {
      assertThat(tracker.nextSaid(Inventory.class)).isEqualTo(new Inventory(List.of(), true));
      assertThat(channel.state()).isEqualTo("connected");
    }
  }

  @Test
  void droppedByTheTracker_connectsAgainWithAnInventory() throws Exception {
    try (TrackerChannel channel = open()) {
      for (int session = 0; session < 3; session++) {
        WsContext context = Waiting.next(tracker.sessions);
        tracker.nextSaid(Hello.class);
        tracker.nextSaid(Inventory.class);
        if (session == 0) {
          context.closeSession(1001, "restarting");
        } else {
          context.session.disconnect();
        }
      }
      Waiting.next(tracker.sessions);
      Waiting.until("connected", channel::connected);
    }
  }

  @Test
  void trackerAway_comesBack_connects() throws Exception {
    int port = tracker.port();
    tracker.close();
    try (TrackerChannel channel = open()) {
      Waiting.until("refused", () -> channel.state().startsWith("not connected: no answer"));
      assertThat(channel.connected()).isFalse();

      tracker = new ScriptedTracker("cloud-1", port);

      assertThat(tracker.nextSaid(Hello.class)).isEqualTo(HELLO);
    }
  }

  @Test
  void offer_manyMessages_arriveInOrder() throws Exception {
    try (TrackerChannel channel = open()) {
      tracker.nextSaid(Hello.class);
      List<InfoHash> bits = hashes(50);
      bits.forEach(bit -> outbox.offer(new Completed(bit)));
      for (InfoHash bit : bits) {
        assertThat(tracker.nextSaid(Completed.class).bit()).isEqualTo(bit);
      }
      assertThat(channel.connected()).isTrue();
    }
  }

  @Test
  void heard_partialFrames_areOneMessage() throws Exception {
    try (TrackerChannel _ = open()) {
      WsContext session = Waiting.next(tracker.sessions);
      Verify verify = new Verify(hashes(1).getFirst());
      String json = Json.write(verify);
      session.session.sendPartialText(json.substring(0, 10), false, callback());
      session.session.sendPartialText(json.substring(10), true, callback());

      assertThat(Waiting.next(heard)).isEqualTo(verify);
    }
  }

  @Test
  void heard_unknownMessage_isPassedOver() throws Exception {
    try (TrackerChannel _ = open()) {
      WsContext session = Waiting.next(tracker.sessions);
      Release release = new Release(hashes(1).getFirst());
      session.send("{\"type\":\"of-the-future\",\"x\":1}");
      session.send("nonsense");
      ScriptedTracker.say(session, release);

      assertThat(Waiting.next(heard)).isEqualTo(release);
    }
  }

  @Test
  void heard_oversizedFrame_endsTheSession() throws Exception {
    try (TrackerChannel channel = open()) {
      WsContext session = Waiting.next(tracker.sessions);
      session.session.sendText(" ".repeat(Limits.MESSAGE_BYTES_MAX + 1), callback());

      Waiting.next(tracker.sessions);
      assertThat(heard).isEmpty();
      Waiting.until("connected", channel::connected);
    }
  }

  @Test
  void open_wrongToken_saysThatTheTrackerDoesNotKnowTheNode() throws Exception {
    try (TrackerChannel channel =
        TrackerChannel.open(tracker.uri(), "wrong", end(), outbox, PACE, new Random(1))) {
      Waiting.until("refused", () -> channel.state().contains("does not know this node (401)"));
      assertThat(channel.state()).doesNotContain("wrong");
    }
  }

  @Test
  void silence_ofTheTracker_endsTheSession() throws Exception {
    ChannelPace impatient =
        new ChannelPace(
            Duration.ofMillis(10), Duration.ZERO, 3, Duration.ofMillis(10), PACE.backoff());
    try (TrackerChannel _ =
        TrackerChannel.open(
            tracker.uri(), ScriptedTracker.NODE_TOKEN, end(), outbox, impatient, new Random(1))) {
      Waiting.next(tracker.sessions);
      Waiting.next(tracker.sessions);
    }
  }

  private TrackerChannel open() {
    return TrackerChannel.open(
        tracker.uri(), ScriptedTracker.NODE_TOKEN, end(), outbox, PACE, new Random(1));
  }

  private static Callback callback() {
    return Callback.NOOP;
  }

  private static List<InfoHash> hashes(int count) {
    Random random = new Random(count);
    List<InfoHash> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[InfoHash.BYTES];
      random.nextBytes(bytes);
      hashes.add(InfoHash.of(bytes));
    }
    return hashes;
  }

  private ChannelEnd end() {
    return new ChannelEnd() {
      @Override
      public Optional<Function<String, Proof>> prover() {
        return Optional.empty();
      }

      @Override
      public Hello hello() {
        return HELLO;
      }

      @Override
      public List<InfoHash> inventory() {
        return List.copyOf(inventory);
      }

      @Override
      public List<NodeMessage> afterInventory() {
        return List.of();
      }

      @Override
      public Heartbeat heartbeat() {
        return new Heartbeat(1, 0, inventory.size(), 0, 0);
      }

      @Override
      public void accept(TrackerMessage message) {
        heard.add(message);
      }
    };
  }
}
