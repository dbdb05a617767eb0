// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.passkey;

import io.fractus.platform.Clocks;
import io.fractus.platform.Secrets;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.Limits;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.PasskeyRecord;
import io.fractus.tracker.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All nodes by passkey and by key, in memory: an announce costs no look into the registry, and a
 * passkey that is rotated or revoked is refused from the next announce on. Thread-safe.
 */
public final class KnownNodes {
  /*
   * A passkey is looked up by the first bytes of its SHA-256 and then compared as a whole in
   * constant time. The hash of a guess says nothing about how near the guess is, so neither does
   * the time that the look-up takes.
   *
   * Keys are row numbers, so nodes by key are an array: each announce looks up all of a swarm.
   */

  private final Registry registry;
  private final DerivedKeys derived;
  private final Clocks clocks;
  private volatile @Nullable KnownNode[] byKey = new @Nullable KnownNode[16];
  private final Map<Long, KnownNode> byFingerprint = new ConcurrentHashMap<>();
  private final Map<String, KnownNode> byNodeId = new ConcurrentHashMap<>();

  /** Reads all nodes. The caller tells of changes by {@link #changed}. */
  public KnownNodes(Registry registry, DerivedKeys derived, Clocks clocks) {
    this.registry = registry;
    this.derived = derived;
    this.clocks = clocks;
    registry.read(rows -> {
      for (PasskeyRecord passkey : rows.passkeys().all()) {
        rows.nodes().byKey(passkey.node()).ifPresent(node -> put(node, passkey));
      }
      return null;
    });
  }

  /** Reads these nodes again. */
  public void changed(Collection<Long> nodes) {
    registry.read(rows -> {
      for (long node : nodes) {
        var record = rows.nodes().byKey(node);
        var passkey = rows.passkeys().find(node);
        if (record.isPresent() && passkey.isPresent()) {
          put(record.get(), passkey.get());
        }
      }
      return null;
    });
  }

  private synchronized void put(NodeRecord record, PasskeyRecord passkey) {
    KnownNode node = byKey(record.key());
    if (node == null) {
      Instant seen = record.lastSeen();
      long seenMillis = seen == null ? 0 : clocks.toSteady(seen).toEpochMilli();
      node = new KnownNode(record, passkey, seenMillis);
      int index = Math.toIntExact(record.key());
      @Nullable KnownNode[] nodes = byKey;
      if (index >= nodes.length) {
        nodes = Arrays.copyOf(nodes, Math.max(index + 1, nodes.length * 2));
      }
      nodes[index] = node;
      byKey = nodes;
      byNodeId.put(record.nodeId(), node);
    } else {
      byFingerprint.remove(node.fingerprint().prefix(), node);
      node.update(record, passkey);
    }
    byFingerprint.put(node.fingerprint().prefix(), node);
  }

  /** The node with this key in the registry, or null. */
  public @Nullable KnownNode byKey(long node) {
    @Nullable KnownNode[] nodes = byKey;
    return node >= 0 && node < nodes.length ? nodes[(int) node] : null;
  }

  /** All of them, in no order. */
  public Collection<KnownNode> all() {
    return byNodeId.values();
  }

  /**
   * The node that a passkey belongs to, or null if it belongs to none or was revoked.
   *
   * @param passkey the node's own, or one that was derived for this bit
   * @param bit the swarm that is asked for, or null if the node's own passkey is needed
   */
  public @Nullable KnownNode find(byte[] passkey, @Nullable InfoHash bit) {
    if (passkey.length == DerivedKeys.LENGTH) {
      return bit == null ? null : findDerived(passkey, bit);
    }
    Fingerprint fingerprint = Fingerprint.of(passkey);
    KnownNode node = byFingerprint.get(fingerprint.prefix());
    return node != null && node.fingerprint().matches(fingerprint) && !node.isRevoked()
        ? node
        : null;
  }

  private @Nullable KnownNode findDerived(byte[] passkey, InfoHash bit) {
    String text = new String(passkey, StandardCharsets.US_ASCII);
    KnownNode node = byNodeId.get(DerivedKeys.nodeId(text));
    return node != null
            && !node.isRevoked()
            && derived.matches(text, node.record().nodeId(), node.passkeyVersion(), bit)
        ? node
        : null;
  }

  /** A passkey that is good for this node and this bit only. */
  public String derive(KnownNode node, InfoHash bit) {
    return derived.derive(node.record().nodeId(), node.passkeyVersion(), bit);
  }

  /** Gives a node a new passkey; the one before is refused when this returns. */
  public String rotate(KnownNode node, RandomGenerator random) {
    String passkey = Secrets.newToken(random);
    registry.write(rows -> {
      rows.passkeys().rotate(node.key(), Secrets.fingerprint(passkey));
      return null;
    });
    changed(List.of(node.key()));
    return passkey;
  }

  /** Refuses the passkey of a node from now on. */
  public void revoke(KnownNode node, Instant now) {
    registry.write(rows -> {
      rows.passkeys().revoke(node.key(), now);
      return null;
    });
    changed(List.of(node.key()));
  }

  /** Writes what the clients of all nodes reported and when they were seen; called now and then. */
  public void save() {
    List<KnownNode.Unsaved> unsaved = new ArrayList<>();
    for (KnownNode node : all()) {
      KnownNode.Unsaved more = node.takeUnsaved();
      if (more != null) {
        unsaved.add(more);
      }
    }
    for (int from = 0; from < unsaved.size(); from += Limits.CHANGES_PER_TRANSACTION_MAX) {
      int to = Math.min(unsaved.size(), from + Limits.CHANGES_PER_TRANSACTION_MAX);
      List<KnownNode.Unsaved> some = unsaved.subList(from, to);
      registry.write(rows -> {
        for (KnownNode.Unsaved more : some) {
          rows.passkeys().addReported(more.node(), more.up(), more.down());
          if (more.seenMillis() > 0) {
            Instant seen = Instant.ofEpochMilli(more.seenMillis());
            rows.nodes().setLastSeen(more.node(), clocks.toWall(seen));
          }
        }
        return null;
      });
    }
  }
}
