// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import io.fractus.node.Limits;
import io.fractus.protocol.Json;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.NodeMessage.Inventory;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.torrents.InfoHash;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's end of the WebSocket, opened again for ever. Each session says hello, gives the whole
 * inventory, then what the outbox holds, and a heartbeat between. Thread-safe.
 */
public final class TrackerChannel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrackerChannel.class);
  private static final String PATH = "/api/v1/channel";

  private final URI address;
  private final String token;
  private final ChannelEnd node;
  private final Outbox outbox;
  private final ChannelPace pace;
  private final RandomGenerator random;
  private final HttpClient http;
  private final Thread thread;
  private volatile boolean connected;
  private volatile String state = "not connected yet";
  private volatile boolean closed;

  private TrackerChannel(
      URI tracker,
      String token,
      ChannelEnd node,
      Outbox outbox,
      ChannelPace pace,
      RandomGenerator random) {
    this.address = URI.create(tracker.toString().replaceFirst("^http", "ws")).resolve(PATH);
    this.token = token;
    this.node = node;
    this.outbox = outbox;
    this.pace = pace;
    this.random = random;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Limits.CONNECT_TIME_MAX)
            .build();
    this.thread = Thread.ofVirtual().name("channel").unstarted(this::run);
  }

  /**
   * Starts to connect, and to stay connected.
   *
   * @param tracker such as {@code http://127.0.0.1:6969}
   * @param token the node's own
   */
  public static TrackerChannel open(
      URI tracker,
      String token,
      ChannelEnd node,
      Outbox outbox,
      ChannelPace pace,
      RandomGenerator random) {
    TrackerChannel channel = new TrackerChannel(tracker, token, node, outbox, pace, random);
    channel.thread.start();
    return channel;
  }

  /** Whether a session is open now. */
  public boolean connected() {
    return connected;
  }

  /** How the channel is, for people. */
  public String state() {
    return state;
  }

  private void run() {
    int failures = 0;
    try {
      while (!closed) {
        long beganNanos = System.nanoTime();
        boolean cloned = connectOnce();
        connected = false;
        if (closed) {
          return;
        }
        if (cloned) {
          Thread.sleep(pace.clonePause());
          continue;
        }
        boolean lasted = System.nanoTime() - beganNanos > pace.backoff().max().toNanos();
        failures = lasted ? 1 : failures + 1;
        Thread.sleep(pace.backoff().delay(failures, random));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the tracker refused this node for the sake of its original. */
  private boolean connectOnce() throws InterruptedException {
    CompletableFuture<String> challenge = new CompletableFuture<>();
    FrameListener listener = new FrameListener(message -> accept(message, challenge));
    int session = outbox.begin();
    WebSocket socket = null;
    try {
      var _ = listener.ended().thenRun(() -> outbox.end(session));
      socket = connect(listener);
      connected = true;
      note("connected");
      prove(socket, challenge);
      speak(socket, listener);
      note("disconnected: " + listener.ended().getNow("the node ends it"));
    } catch (ExecutionException e) {
      note("not connected: " + reason(e.getCause()));
    } catch (TimeoutException _) {
      note("not connected: the tracker at " + address + " does not answer in time");
    } catch (RuntimeException e) {
      note("disconnected: " + e);
      log.error("the channel broke", e);
    } finally {
      outbox.end(session);
      if (socket != null) {
        leave(socket);
      }
    }
    return listener.isCloned();
  }

  /** The first challenge opens the session; one that comes later is answered among the others. */
  private void accept(TrackerMessage message, CompletableFuture<String> first) {
    if (!(message instanceof TrackerMessage.Challenge challenge)) {
      node.accept(message);
    } else if (!first.complete(challenge.nonce())) {
      node.prover().ifPresent(prover -> outbox.offer(prover.apply(challenge.nonce())));
    }
  }

  private void prove(WebSocket socket, CompletableFuture<String> challenge)
      throws InterruptedException, ExecutionException, TimeoutException {
    var prover = node.prover();
    if (prover.isPresent()) {
      String nonce = challenge.get(Limits.CONNECT_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
      send(socket, prover.get().apply(nonce));
    }
  }

  /** Logs what is new: a tracker that is away for an hour is one line, not a thousand. */
  private void note(String news) {
    if (!news.equals(state)) {
      log.info("channel to {}: {}", address, news);
      state = news;
    }
  }

  private WebSocket connect(FrameListener listener)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<WebSocket> opening =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .connectTimeout(Limits.CONNECT_TIME_MAX)
            .buildAsync(address, listener);
    try {
      return opening.get(Limits.CONNECT_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      opening.cancel(true);
      throw e;
    }
  }

  private void speak(WebSocket socket, FrameListener listener)
      throws InterruptedException, ExecutionException, TimeoutException {
    send(socket, node.hello());
    List<InfoHash> bits = node.inventory();
    int from = 0;
    do {
      int to = Math.min(bits.size(), from + pace.inventoryPage());
      send(socket, new Inventory(bits.subList(from, to), to == bits.size()));
      from = to;
    } while (from < bits.size());
    for (NodeMessage message : node.afterInventory()) {
      send(socket, message);
    }
    long heartbeatNanos = System.nanoTime();
    while (!closed && outbox.isOpen()) {
      Duration wait = Duration.ofNanos(Math.max(1, heartbeatNanos - System.nanoTime()));
      NodeMessage message = outbox.poll(wait);
      if (message != null) {
        send(socket, message);
      }
      if (System.nanoTime() - heartbeatNanos >= 0) {
        heartbeatNanos = System.nanoTime() + pace.heartbeat().toNanos();
        send(socket, node.heartbeat());
        await(socket.sendPing(ByteBuffer.allocate(0)));
      }
      if (System.nanoTime() - listener.heardNanos() > pace.silenceMax().toNanos()) {
        listener.ended().complete("nothing was heard for " + pace.silenceMax().toSeconds() + " s");
      }
    }
  }

  private void send(WebSocket socket, NodeMessage message)
      throws InterruptedException, ExecutionException, TimeoutException {
    await(socket.sendText(Json.write(message), true));
  }

  private static void await(CompletableFuture<WebSocket> sent)
      throws InterruptedException, ExecutionException, TimeoutException {
    sent.get(Limits.SEND_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Says goodbye if the tracker still listens, and frees the connection in any case. */
  private static void leave(WebSocket socket) throws InterruptedException {
    try {
      if (!socket.isOutputClosed()) {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | RuntimeException _) {
      // It is gone already, which is what was wanted.
    } finally {
      socket.abort();
    }
  }

  private String reason(@Nullable Throwable cause) {
    if (cause instanceof WebSocketHandshakeException refused) {
      int status = refused.getResponse().statusCode();
      return status == 401 || status == 403
          ? "the tracker at "
              + address
              + " does not know this node ("
              + status
              + "): it is of another cloud, or the node was revoked"
          : "the tracker at " + address + " answered " + status;
    }
    return "no answer from the tracker at " + address + ": " + cause;
  }

  /** Ends the session and does not open another. */
  @Override
  public void close() {
    closed = true;
    outbox.close();
    try {
      if (!thread.join(Duration.ofSeconds(2))) {
        thread.interrupt();
        thread.join(Limits.STOP_TIME_MAX);
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    } finally {
      http.shutdownNow();
    }
  }
}
