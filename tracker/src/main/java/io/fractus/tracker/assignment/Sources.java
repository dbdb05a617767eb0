// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.assignment;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.control.SourcesRequest;
import io.fractus.torrents.InfoHash;
import io.fractus.tracker.channel.Reachability;
import io.fractus.tracker.history.Presence;
import io.fractus.tracker.registry.Holder;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.repair.NodeWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Answers who holds which bits, at once or as soon as enough do. Thread-safe. */
public final class Sources {
  private final Registry registry;
  private final Presence presence;
  private final Reachability reachability;
  private final SourceOrder order;
  private final Completions completions;
  private final NodeWatch watch;

  Sources(
      Registry registry,
      Presence presence,
      Reachability reachability,
      SourceOrder order,
      Completions completions,
      NodeWatch watch) {
    this.registry = registry;
    this.presence = presence;
    this.reachability = reachability;
    this.order = order;
    this.completions = completions;
    this.watch = watch;
  }

  /** Blocks for as long as the request allows. */
  public SourcesReply find(SourcesRequest request) {
    if (request.minimumComplete() > 0 && request.waitMillis() > 0) {
      await(request);
    }
    List<List<Holder>> holders =
        registry.read(rows -> {
          List<List<Holder>> all = new ArrayList<>();
          for (InfoHash bit : request.bits()) {
            all.add(rows.copies().holders(bit));
          }
          return all;
        });
    List<SourcesReply.Sources> replies = new ArrayList<>();
    for (int i = 0; i < holders.size(); i++) {
      List<Copy> copies = order.order(holders.get(i)).stream().map(this::copy).toList();
      replies.add(new SourcesReply.Sources(request.bits().get(i), copies));
    }
    return new SourcesReply(replies);
  }

  private void await(SourcesRequest request) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(request.waitMillis());
    Optional<Completions.Waiter> place = completions.register(request.bits());
    if (place.isEmpty()) {
      return;
    }
    try (Completions.Waiter waiter = place.get()) {
      Set<InfoHash> missing = lacking(request.bits(), request.minimumComplete());
      while (!missing.isEmpty() && !completions.isClosed()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        Set<InfoHash> changed = waiter.take(left);
        changed.retainAll(missing);
        missing.removeAll(changed);
        missing.addAll(lacking(changed, request.minimumComplete()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<InfoHash> lacking(Collection<InfoHash> bits, int minimum) {
    return registry.read(rows -> {
      Set<InfoHash> lacking = new HashSet<>();
      for (InfoHash bit : bits) {
        if (rows.copies().complete(bit) < minimum) {
          lacking.add(bit);
        }
      }
      return lacking;
    });
  }

  Copy copy(Holder holder) {
    return new Copy(
        holder.node().nodeId(),
        holder.node().name(),
        holder.node().site(),
        holder.node().peer(),
        // What does not count is not what a gateway lets its own go for.
        holder.state() == CopyState.COMPLETE && !watch.state(holder.node().key()).counts()
            ? CopyState.SUSPECT
            : holder.state(),
        presence.isHere(holder.node().key()),
        holder.stock(),
        reachability.callsOut(holder.node().key()));
  }
}
