// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker;

import io.fractus.platform.Clocks;
import io.fractus.tracker.announce.AnnounceService;
import io.fractus.tracker.announce.HttpAnnounce;
import io.fractus.tracker.channel.Sessions;
import io.fractus.tracker.passkey.DerivedKeys;
import io.fractus.tracker.passkey.KnownNodes;
import io.fractus.tracker.registry.Changes;
import io.fractus.tracker.registry.Registry;
import io.fractus.tracker.swarm.PeerRank;
import io.fractus.tracker.swarm.Swarms;
import io.fractus.tracker.udp.UdpAnnounce;
import io.fractus.tracker.udp.UdpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The parts that answer announces over HTTP and UDP, put together. Thread-safe. */
final class Announcing implements AutoCloseable {
  private final KnownNodes nodes;
  private final Swarms swarms;
  private final AnnounceService service;
  private final HttpAnnounce http;
  private final UdpAnnounce udp;
  private volatile @Nullable UdpServer server;

  Announcing(
      Registry registry,
      Sessions sessions,
      DerivedKeys keys,
      PeerRank rank,
      AnnounceService.Claims claims,
      Clocks clocks,
      RandomGenerator random) {
    this.nodes = new KnownNodes(registry, keys, clocks);
    this.swarms =
        new Swarms(
            clocks.steady(),
            new RegistrySwarms(registry),
            nodes,
            node -> sessions.online(node).isPresent(),
            rank,
            random.nextLong());
    this.service = new AnnounceService(nodes, swarms, claims, clocks.steady(), random.nextLong());
    this.http = new HttpAnnounce(service);
    this.udp = new UdpAnnounce(service, clocks.steady(), random);
    registry.onChange(this::changed);
  }

  private void changed(Changes changes) {
    if (!changes.nodes().isEmpty()) {
      nodes.changed(changes.nodes());
    }
    changes.bits().forEach(swarms::changed);
  }

  KnownNodes nodes() {
    return nodes;
  }

  Swarms swarms() {
    return swarms;
  }

  HttpAnnounce http() {
    return http;
  }

  /** Announces taken since the start. */
  long announces() {
    return service.announces();
  }

  /**
   * Listens for UDP.
   *
   * @throws IOException if the port is in use
   */
  void listen(String host, int port) throws IOException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), Limits.UDP_THREADS_MAX);
    server = UdpServer.open(new InetSocketAddress(host, port), threads, udp);
  }

  @Override
  public void close() {
    UdpServer listening = server;
    if (listening != null) {
      listening.close();
    }
  }
}
