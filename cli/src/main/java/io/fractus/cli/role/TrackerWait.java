// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.role;

import io.fractus.cli.base.Limits;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A start that outlasts a tracker which starts at the same time, or starts anew. */
final class TrackerWait {
  private static final Logger log = LoggerFactory.getLogger(TrackerWait.class);

  private final TrackerClient client;
  private final URI url;

  TrackerWait(TrackerClient client, URI url) {
    this.client = client;
    this.url = url;
  }

  /**
   * The id of the cloud, as soon as its tracker answers.
   *
   * @throws TrackerException if it refuses, or if it stays silent for {@link Limits#TRACKER_WAIT}
   */
  String cloudId() throws InterruptedException {
    long deadline = System.nanoTime() + Limits.TRACKER_WAIT.toNanos();
    boolean told = false;
    while (true) {
      try {
        return client.cloud().cloudId();
      } catch (TrackerException e) {
        boolean silent = e.problem().type().equals(TrackerException.UNREACHABLE);
        if (!silent || System.nanoTime() > deadline) {
          throw e;
        }
        if (!told) {
          log.warn(
              "the tracker at {} does not answer, waiting {} s for it: {}",
              url,
              Limits.TRACKER_WAIT.toSeconds(),
              e.problem().detail());
          told = true;
        }
      }
      Thread.sleep(Limits.TRACKER_RETRY);
    }
  }
}
