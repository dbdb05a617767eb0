// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.fractus.protocol.Checks;
import io.fractus.protocol.control.Problem;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.channel.NodeSession;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.history.NodeHistory;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.registry.Rows;
import io.fractus.tracker.registry.Standing;
import io.fractus.tracker.swarm.Swarms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators do to nodes; each is on disk when it returns. Thread-safe. */
final class NodeActions {
  private static final String DRAINING = "draining";

  private final Registry registry;
  private final Sessions sessions;
  private final Swarms swarms;
  private final NodeHistory history;
  private final InstantSource clock;

  /** What a node shall be called and where it shall be; null leaves it as it is. */
  record Change(
      @Nullable String name,
      @Nullable String site,
      @Nullable String region,
      @Nullable String nodeClass) {
    Change {
      check("name", name);
      check("site", site);
      check("region", region);
      check("nodeClass", nodeClass);
    }

    private static void check(String what, @Nullable String label) {
      if (label != null) {
        Checks.label(what, label);
      }
    }
  }

  /** Why a tag is set, for people. */
  record Evidence(@Nullable String evidence) {
    Evidence {
      if (evidence != null && evidence.length() > Limits.EVENT_DETAIL_MAX) {
        throw new IllegalArgumentException(
            "evidence has at most " + Limits.EVENT_DETAIL_MAX + " characters");
      }
    }
  }

  NodeActions(
      Registry registry,
      Sessions sessions,
      Swarms swarms,
      NodeHistory history,
      InstantSource clock) {
    this.registry = registry;
    this.sessions = sessions;
    this.swarms = swarms;
    this.history = history;
    this.clock = clock;
  }

  void change(String idOrName, Change change) {
    Instant now = clock.instant();
    registry.write(rows -> {
      NodeRecord node = NodeDirectory.find(rows, idOrName);
      String name = or(change.name(), node.name());
      String site = or(change.site(), node.site());
      String region = or(change.region(), node.region());
      String nodeClass = or(change.nodeClass(), node.nodeClass());
      Optional<NodeRecord> other = rows.nodes().byName(name);
      if (other.isPresent() && other.get().key() != node.key()) {
        throw new TrackerException(
            new Problem(
                "name-taken",
                "Name taken",
                409,
                "another node is named '" + name + "': choose another name"));
      }
      rows.admin().describe(node.key(), name, site, region, nodeClass);
      rows.events()
          .add(
              node.key(),
              "changed",
              null,
              "was %s (%s) at %s in %s"
                  .formatted(node.name(), node.nodeClass(), node.site(), node.region()),
              now);
      return null;
    });
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  /** No new copies for the node; those that it has move to others, and are served meanwhile. */
  void drain(String idOrName) {
    NodeRecord node = set(idOrName, Standing.DRAINING, DRAINING, "its copies move to others");
    history.tag(node.key(), DRAINING, "by an operator");
  }

  void undrain(String idOrName) {
    NodeRecord node = set(idOrName, Standing.ACTIVE, "undrained", "gets new copies again");
    history.untag(node.key(), DRAINING);
  }

  /** Refuses the node for ever, and takes its copies into account as gone. */
  void revoke(String idOrName) {
    NodeRecord node = set(idOrName, Standing.REVOKED, "revoked", "its secrets are refused");
    sessions.any(node.key()).ifPresent(NodeSession::disconnect);
    List<InfoHash> taken;
    do {
      taken =
          registry.write(
              rows -> rows.copies().takeSome(node.key(), Limits.CHANGES_PER_TRANSACTION_MAX));
      taken.forEach(bit -> swarms.left(bit, node.key()));
    } while (taken.size() == Limits.CHANGES_PER_TRANSACTION_MAX);
  }

  private NodeRecord set(String idOrName, Standing standing, String kind, String detail) {
    Instant now = clock.instant();
    return registry.write(rows -> {
      NodeRecord node = requireMember(rows, idOrName, standing);
      Standing before = rows.admin().standing(node.key());
      boolean isDone = standing == Standing.DRAINING && before == Standing.DRAINED;
      if (before != standing && !isDone) {
        rows.admin().setStanding(node.key(), standing, now);
        rows.events().add(node.key(), kind, null, detail + ", by an operator", now);
      }
      if (standing == Standing.REVOKED) {
        rows.admin().forgetToken(node.key());
        rows.passkeys().revoke(node.key(), now);
      }
      return node;
    });
  }

  private static NodeRecord requireMember(Rows rows, String idOrName, Standing wanted) {
    NodeRecord node = NodeDirectory.find(rows, idOrName);
    if (wanted != Standing.REVOKED && rows.admin().standing(node.key()) == Standing.REVOKED) {
      throw new TrackerException(
          new Problem(
              "node-revoked",
              "Node revoked",
              409,
              "node '" + node.name() + "' was revoked, for ever: let it join again as a new one"));
    }
    return node;
  }

  void tag(String idOrName, String tag, Evidence evidence) {
    refuseDraining(tag);
    NodeRecord node = registry.read(rows -> NodeDirectory.find(rows, idOrName));
    try {
      if (!history.tag(node.key(), tag, or(evidence.evidence(), "by an operator"))) {
        throw new TrackerException(
            new Problem(
                "too-many-tags",
                "Too many tags",
                409,
                "node '" + node.name() + "' has as many tags as it can: remove one"));
      }
    } catch (IllegalArgumentException e) {
      throw Query.malformed(String.valueOf(e.getMessage()));
    }
  }

  void untag(String idOrName, String tag) {
    refuseDraining(tag);
    NodeRecord node = registry.read(rows -> NodeDirectory.find(rows, idOrName));
    history.untag(node.key(), tag);
  }

  private static void refuseDraining(String tag) {
    if (tag.equals(DRAINING)) {
      throw Query.malformed("the tag 'draining' comes and goes with drain and undrain");
    }
  }
}
