// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.protocol.Json;
import io.fractus.protocol.channel.NodeMessage;
import io.fractus.protocol.channel.TrackerMessage;
import io.fractus.protocol.control.CloudView;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.Problem;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.websocket.WsContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The tracker's side of the conversation over real sockets, said line by line by a test. */
public final class ScriptedTracker implements AutoCloseable {
  public static final String JOIN_TOKEN = "join-token-of-tests";
  public static final String NODE_TOKEN = "node-token-of-tests";

  /** Each session that was opened, in order. */
  public final BlockingQueue<WsContext> sessions = new LinkedBlockingQueue<>();

  /** What nodes said, in order. */
  public final BlockingQueue<NodeMessage> said = new LinkedBlockingQueue<>();

  /** Who joined. */
  public final BlockingQueue<JoinRequest> joined = new LinkedBlockingQueue<>();

  private final Javalin http;
  private final String cloudId;
  private final int port;

  /** Whether the node has joined with a key, as a tracker remembers. */
  public volatile boolean challenges;

  public ScriptedTracker(String cloudId) {
    this(cloudId, 0);
  }

  public ScriptedTracker(String cloudId, int port) {
    this.cloudId = cloudId;
    // One on a port of before is of nodes that have joined.
    this.challenges = port != 0;
    this.http =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.routes.get("/api/v1/cloud", this::cloud);
                  config.routes.post("/api/v1/nodes", this::join);
                  config.routes.wsBeforeUpgrade(
                      "/api/v1/channel", context -> authenticate(context, NODE_TOKEN));
                  config.routes.ws(
                      "/api/v1/channel",
                      ws -> {
                        ws.onConnect(session -> {
                          session.session.setMaxTextMessageSize(4 << 20);
                          session.session.setIdleTimeout(Duration.ofMinutes(5));
                          if (challenges) {
                            say(session, new TrackerMessage.Challenge("nonce-of-tests"));
                          }
                          sessions.add(session);
                        });
                        ws.onMessage(
                            frame -> said.add(Json.read(frame.message(), NodeMessage.class)));
                      });
                })
            .start("127.0.0.1", port);
    this.port = http.port();
  }

  /** Of a node {@code n1} that joins here. */
  NodeConfig nodeConfig(Path directory, long share) {
    return new NodeConfig(
        directory,
        uri(),
        Optional.of(JOIN_TOKEN),
        "n1",
        "site-1",
        "region-1",
        "lab",
        share,
        "127.0.0.1",
        0,
        Optional.empty(),
        0);
  }

  private void cloud(Context context) {
    authenticate(context, NODE_TOKEN);
    context.result(Json.write(new CloudView(cloudId, "test", 0, 0)));
  }

  private void join(Context context) {
    JoinRequest request = Json.read(context.body(), JoinRequest.class);
    if (!("Bearer " + JOIN_TOKEN).equals(context.header("Authorization"))) {
      context.status(401);
      context.result(
          Json.write(new Problem("unauthorized", "No", 401, "the join token is not right")));
      return;
    }
    challenges = request.key() != null;
    joined.add(request);
    context.result(Json.write(new JoinReply(cloudId, "id-1", "passkey-of-tests", NODE_TOKEN)));
  }

  private static void authenticate(Context context, String token) {
    if (!("Bearer " + token).equals(context.header("Authorization"))) {
      throw new UnauthorizedResponse();
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Its port, also after it has been closed. */
  public int port() {
    return port;
  }

  /** Says something in a session. */
  public static void say(WsContext session, TrackerMessage message) {
    session.send(Json.write(message));
  }

  /** What is said next that is of a kind; everything before it is passed over. */
  public <T extends NodeMessage> T nextSaid(Class<T> kind) throws InterruptedException {
    while (true) {
      NodeMessage message = Waiting.next(said);
      if (kind.isInstance(message)) {
        return kind.cast(message);
      }
    }
  }

  @Override
  public void close() {
    http.stop();
  }
}
