// SPDX-License-Identifier: Apache-2.0
package io.fractus.node;

import io.fractus.node.channel.Backoff;
import io.fractus.protocol.control.JoinReply;
import io.fractus.protocol.control.JoinRequest;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node comes by its identity, or sees that the one it has is still good. Stateless. */
final class Registration {
  private static final Logger log = LoggerFactory.getLogger(Registration.class);

  private Registration() {}

  /**
   * Joins the cloud, trying for a while if the tracker is not there yet.
   *
   * @throws NodeException if there is no join token, or the tracker refuses or is not reached
   */
  static NodeIdentity join(
      NodeConfig config, Path directory, int port, NodeKey key, RandomGenerator random) {
    return join(config, directory, port, key, null, random);
  }

  /**
   * Joins as the agent of a stock client.
   *
   * @param program the name of the client, or null for none
   */
  static NodeIdentity join(
      NodeConfig config,
      Path directory,
      int port,
      NodeKey key,
      @Nullable String program,
      RandomGenerator random) {
    String joinToken =
        config
            .joinToken()
            .orElseThrow(() ->
                new NodeException(
                    "node "
                        + config.name()
                        + " has not joined a cloud yet: give it the join token of the tracker"));
    JoinRequest request =
        new JoinRequest(
                config.name(),
                config.site(),
                config.region(),
                config.nodeClass(),
                config.shareBytes(),
                config.reachableHost().orElse(null),
                port,
                SeederNode.version())
            .withKey(key.forJoin(config.name()))
            .withClient(program);
    try (TrackerClient client = new TrackerClient(config.tracker(), joinToken)) {
      NodeIdentity identity = NodeIdentity.of(config.name(), join(client, request, random));
      identity.save(directory);
      log.info("joined cloud {} as node {}", identity.cloudId(), identity.name());
      return identity;
    }
  }

  private static JoinReply join(TrackerClient client, JoinRequest request, RandomGenerator random) {
    Backoff backoff = new Backoff(Limits.BACKOFF_FIRST, Limits.BACKOFF_MAX);
    long giveUpNanos = System.nanoTime() + Limits.JOIN_TIME_MAX.toNanos();
    for (int failures = 1; ; failures++) {
      try {
        return client.join(request);
      } catch (TrackerException e) {
        if (!unreachable(e) || System.nanoTime() - giveUpNanos > 0) {
          throw new NodeException("cannot join: " + e.getMessage(), e);
        }
        log.info("cannot join yet: {}", e.getMessage());
      }
      pause(backoff.delay(failures, random));
    }
  }

  /**
   * Asks the tracker whether it is the one of this node. A tracker that does not answer is not
   * waited for: the node serves what it has.
   *
   * @throws NodeException if it is the tracker of another cloud, or does not know the node
   */
  static void check(NodeConfig config, NodeIdentity identity, Path directory) {
    String cloudId;
    try (TrackerClient client = new TrackerClient(config.tracker(), identity.token())) {
      cloudId = client.cloud().cloudId();
    } catch (TrackerException e) {
      int status = e.problem().status();
      if (status == 401 || status == 403) {
        throw new NodeException(
            "the directory "
                + directory
                + " belongs to node "
                + identity.name()
                + " of cloud "
                + identity.cloudId()
                + ", and the tracker at "
                + config.tracker()
                + " does not know it: use its own tracker or another directory",
            e);
      }
      log.warn("starting without the tracker: {}", e.getMessage());
      return;
    }
    if (!cloudId.equals(identity.cloudId())) {
      throw new NodeException(
          "the directory "
              + directory
              + " belongs to node "
              + identity.name()
              + " of cloud "
              + identity.cloudId()
              + ", and the tracker at "
              + config.tracker()
              + " is of cloud "
              + cloudId
              + ": use its own tracker or another directory");
    }
  }

  private static boolean unreachable(TrackerException e) {
    return e.problem().type().equals(TrackerException.UNREACHABLE);
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("interrupted while joining", e);
    }
  }
}
