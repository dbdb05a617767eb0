// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.bt;

import bt.TorrentClientBuilder;
import bt.net.IPeerConnectionPool;
import bt.processor.ProcessingContext;
import bt.processor.torrent.TorrentContext;
import bt.runtime.BtRuntime;

/** Makes the client of one bit, which remembers what connected peers have. Not thread-safe. */
final class BitClientBuilder extends TorrentClientBuilder<BitClientBuilder> {
  private final IPeerConnectionPool connections;

  BitClientBuilder(BtRuntime runtime) {
    this.connections = runtime.service(IPeerConnectionPool.class);
    runtime(runtime);
  }

  @Override
  protected ProcessingContext buildProcessingContext(BtRuntime runtime) {
    TorrentContext context = (TorrentContext) super.buildProcessingContext(runtime);
    // The statistics are there then, and no peer yet.
    afterFilesChosen(() ->
        context.setPieceStatistics(
            new PeerPieces(context.getBitfield(), context.getPieceStatistics(), connections)));
    return context;
  }
}
