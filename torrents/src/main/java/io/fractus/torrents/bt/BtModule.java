// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.data.ChunkVerifier;
import bt.event.EventBus;
import bt.event.EventSource;
import bt.event.TorrentStartedEvent;
import bt.event.TorrentStoppedEvent;
import bt.metainfo.TorrentId;
import bt.module.BitTorrentProtocol;
import bt.module.ClientExecutor;
import bt.module.PeerConnectionSelector;
import bt.module.ServiceModule;
import bt.net.DataReceiver;
import bt.net.IConnectionHandlerFactory;
import bt.net.IMessageDispatcher;
import bt.net.IPeerConnectionFactory;
import bt.net.IPeerConnectionPool;
import bt.net.PeerConnectionFactory;
import bt.net.SharedSelector;
import bt.net.SocketChannelConnectionAcceptor;
import bt.net.buffer.IBufferManager;
import bt.net.pipeline.ChannelPipelineFactory;
import bt.net.pipeline.IBufferedPieceRegistry;
import bt.net.pipeline.IChannelPipelineFactory;
import bt.protocol.Message;
import bt.protocol.handler.MessageHandler;
import bt.runtime.Config;
import bt.service.IRuntimeLifecycleBinder;
import bt.torrent.TorrentRegistry;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** What is put in place of parts of bt. */
final class BtModule implements Module {
  private final Sockets sockets;
  private final PeerCounters counters;
  private final Blocks blocks;

  BtModule(Sockets sockets, PeerCounters counters, Blocks blocks) {
    this.sockets = sockets;
    this.counters = counters;
    this.blocks = blocks;
  }

  @Override
  public void configure(Binder binder) {
    ServiceModule.extend(binder).addMessagingAgent(counters).addMessagingAgent(blocks);
    binder
        .bind(SharedSelector.class)
        .annotatedWith(PeerConnectionSelector.class)
        .toInstance(sockets.selector());
    binder.bind(IBufferedPieceRegistry.class).toInstance(blocks);
    // A torrent has a thread as long as it is there, in which it sleeps.
    binder
        .bind(ExecutorService.class)
        .annotatedWith(ClientExecutor.class)
        .toInstance(
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bt-", 0).factory()));
  }

  @Provides
  @Singleton
  IChannelPipelineFactory pipelines(IBufferManager buffers) {
    return peer -> new ChannelPipelineFactory(buffers, blocks.of(peer)).buildPipeline(peer);
  }

  @Provides
  @Singleton
  IMessageDispatcher dispatcher(
      IRuntimeLifecycleBinder lifecycle,
      IPeerConnectionPool connections,
      TorrentRegistry torrents) {
    return new Dispatcher(lifecycle, connections, torrents);
  }

  @Provides
  @Singleton
  IPeerConnectionFactory connections(
      IConnectionHandlerFactory handlers,
      @BitTorrentProtocol MessageHandler<Message> protocol,
      TorrentRegistry torrents,
      IChannelPipelineFactory pipelines,
      IBufferManager buffers,
      DataReceiver receiver,
      Config config) {
    return new PeerConnectionFactory(
        sockets.selector(),
        handlers,
        pipelines,
        protocol,
        torrents,
        buffers,
        receiver,
        new NoTorrentEvents(),
        config);
  }

  /** Connections listen to their torrents, and would be kept as long as those are there. */
  private static final class NoTorrentEvents extends EventBus {
    @Override
    public EventSource onTorrentStarted(TorrentId torrent, Consumer<TorrentStartedEvent> listener) {
      return this;
    }

    @Override
    public EventSource onTorrentStopped(TorrentId torrent, Consumer<TorrentStoppedEvent> listener) {
      return this;
    }
  }

  @Provides
  @Singleton
  ChunkVerifier verifier() {
    return new Pieces();
  }

  @Provides
  @Singleton
  SocketChannelConnectionAcceptor acceptor(IPeerConnectionFactory connections) throws IOException {
    return new BoundAcceptor(sockets.server(), sockets.selector(), connections);
  }
}
