// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.data.ChunkVerifier;
import bt.module.ClientExecutor;
import bt.module.PeerConnectionSelector;
import bt.module.ServiceModule;
import bt.net.IPeerConnectionFactory;
import bt.net.SharedSelector;
import bt.net.SocketChannelConnectionAcceptor;
import bt.net.buffer.IBufferManager;
import bt.net.pipeline.ChannelPipelineFactory;
import bt.net.pipeline.IBufferedPieceRegistry;
import bt.net.pipeline.IChannelPipelineFactory;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is put in place of parts of bt. */
final class BtModule implements Module {
  private final ServerSocketChannel server;
  private final OpenSelector selector;
  private final PeerCounters counters;
  private final Blocks blocks;

  BtModule(
      ServerSocketChannel server, OpenSelector selector, PeerCounters counters, Blocks blocks) {
    this.server = server;
    this.selector = selector;
    this.counters = counters;
    this.blocks = blocks;
  }

  @Override
  public void configure(Binder binder) {
    ServiceModule.extend(binder).addMessagingAgent(counters).addMessagingAgent(blocks);
    binder
        .bind(SharedSelector.class)
        .annotatedWith(PeerConnectionSelector.class)
        .toInstance(selector);
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
  ChunkVerifier verifier() {
    return new Pieces();
  }

  @Provides
  @Singleton
  SocketChannelConnectionAcceptor acceptor(IPeerConnectionFactory connections) throws IOException {
    return new BoundAcceptor(server, selector, connections);
  }
}
