// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.channel;

import io.fractus.protocol.Json;
import io.fractus.protocol.Limits;
import io.fractus.protocol.channel.TrackerMessage;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the parts of a frame together and reads the message in it. One for one connection; called by
 * one thread at a time, read by others.
 */
final class FrameListener implements WebSocket.Listener {
  private static final Logger log = LoggerFactory.getLogger(FrameListener.class);

  private final Consumer<TrackerMessage> receiver;
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private StringBuilder frame = new StringBuilder();
  private volatile boolean cloned;
  private volatile long heardNanos = System.nanoTime();

  FrameListener(Consumer<TrackerMessage> receiver) {
    this.receiver = receiver;
  }

  /** Completes with the reason when the connection has ended. */
  CompletableFuture<String> ended() {
    return ended;
  }

  /** Whether the tracker closed it because the node is connected elsewhere. */
  boolean isCloned() {
    return cloned;
  }

  /** {@link System#nanoTime} when anything came last. */
  long heardNanos() {
    return heardNanos;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    heardNanos = System.nanoTime();
    if (frame.length() + part.length() > Limits.MESSAGE_BYTES_MAX) {
      ended.complete(
          "the tracker sent a frame of more than " + Limits.MESSAGE_BYTES_MAX + " bytes");
      socket.abort();
      return null;
    }
    frame.append(part);
    if (last) {
      String text = frame.toString();
      frame = new StringBuilder();
      receive(text);
    }
    socket.request(1);
    return null;
  }

  /** A message that this version does not know is passed over: a newer tracker may say more. */
  private void receive(String text) {
    try {
      receiver.accept(Json.read(text, TrackerMessage.class));
    } catch (IllegalArgumentException e) {
      log.warn("a message of the tracker is passed over: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("a message of the tracker could not be taken", e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
    ended.complete("the tracker sent a binary frame");
    socket.abort();
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
    heardNanos = System.nanoTime();
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    if (code == Limits.CLONED) {
      cloned = true;
      ended.complete(
          "another node with this identity is connected, so this directory is a copy of its: stop"
              + " one of the two, and start a further node on an empty directory");
    }
    ended.complete("the tracker closed it: " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    ended.complete("it broke: " + error);
  }
}
