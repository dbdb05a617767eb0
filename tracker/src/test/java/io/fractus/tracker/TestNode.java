// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.protocol.Json;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.JoinReply;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node that has no bits but says what a test wants: a JDK WebSocket and a queue of messages. */
final class TestNode implements AutoCloseable {
  static final long WAIT_SECONDS = 30;

  final JoinReply identity;
  final String name;
  final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<TrackerMessage> received = new LinkedBlockingQueue<>();
  private @Nullable WebSocket socket;
  volatile int closeStatus;

  /** How far it was last told to be with letting go of its bits. */
  volatile TrackerMessage.@Nullable Leaving leaving;

  /** How it was told to connect out, and whether others can connect to it. */
  final BlockingQueue<TrackerMessage> reach = new LinkedBlockingQueue<>();

  TestNode(JoinReply identity, String name, int port) {
    this.identity = identity;
    this.name = name;
    this.port = port;
  }

  /** Opens the channel, says hello and gives its inventory. */
  TestNode connect(URI tracker, long shareBytes, List<InfoHash> inventory) {
    open(tracker);
    say(new NodeMessage.Hello("127.0.0.1", port, shareBytes, "test"));
    say(new NodeMessage.Inventory(inventory, true));
    return this;
  }

  void open(URI tracker) {
    closeStatus = 0;
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + identity.token())
            .buildAsync(
                URI.create("ws://" + tracker.getAuthority() + "/api/v1/channel"), new Listener())
            .join();
  }

  void say(NodeMessage message) {
    sayText(Json.write(message));
  }

  void sayText(String text) {
    socket().sendText(text, true).join();
  }

  void completed(InfoHash bit) {
    say(new NodeMessage.Completed(bit));
  }

  void failed(InfoHash bit, NodeMessage.Reason reason) {
    say(new NodeMessage.Failed(bit, reason, "said by a test"));
  }

  /** The next message, or null if none comes in this time. */
  @Nullable TrackerMessage poll(long millis) throws InterruptedException {
    return received.poll(millis, TimeUnit.MILLISECONDS);
  }

  /** The next message, which must be of this type. */
  <T extends TrackerMessage> T expect(Class<T> type) throws InterruptedException {
    TrackerMessage message = poll(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
    if (!type.isInstance(message)) {
      throw new AssertionError(
          name + " expected " + type.getSimpleName() + " and received " + message);
    }
    return type.cast(message);
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not connected");
    }
    return socket;
  }

  /** Breaks the connection without a word. */
  void vanish() {
    socket().abort();
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    http.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        TrackerMessage message = Json.read(text.toString(), TrackerMessage.class);
        if (message instanceof TrackerMessage.Leaving progress) {
          leaving = progress;
        } else if (message instanceof TrackerMessage.Call
            || message instanceof TrackerMessage.Reach) {
          reach.add(message);
        } else {
          received.add(message);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      closeStatus = status;
      return null;
    }
  }
}
