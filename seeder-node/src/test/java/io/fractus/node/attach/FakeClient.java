// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.attach;

import io.fractus.node.Engines;
import io.fractus.node.TestBits;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A client that gets every bit it is given at once, and serves it with a real engine. */
final class FakeClient implements StockClient {
  private final Path folder;
  private final TorrentEngine engine = Engines.start();
  private final Map<InfoHash, TestBits> world = new ConcurrentHashMap<>();
  private final Map<InfoHash, ClientTorrent.State> torrents = new ConcurrentHashMap<>();

  /** Nobody answers. */
  volatile boolean away;

  /** It fetches without end. */
  volatile boolean starving;

  FakeClient(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** What it can get. */
  void knows(TestBits bit) {
    world.put(bit.metainfo().infoHash(), bit);
  }

  /** Its owner removes a torrent, without its file. */
  void forget(InfoHash bit) {
    engine.remove(bit);
    torrents.remove(bit);
  }

  boolean has(InfoHash bit) {
    return torrents.containsKey(bit);
  }

  private void answer() {
    if (away) {
      throw new ClientException(ClientException.Kind.UNREACHABLE, "away");
    }
  }

  @Override
  public ClientFacts prepare() {
    answer();
    return new ClientFacts("fake 1", engine.port(), folder.toString(), List.of());
  }

  @Override
  public void add(BitMetainfo bit, String announce) {
    answer();
    TestBits known = world.get(bit.infoHash());
    if (starving || known == null) {
      torrents.put(bit.infoHash(), ClientTorrent.State.FETCHING);
      return;
    }
    try {
      known.writeTo(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    engine.seed(bit, folder, null);
    torrents.put(bit.infoHash(), ClientTorrent.State.COMPLETE);
  }

  /** Leaves the file, as some do. */
  @Override
  public void remove(InfoHash bit) {
    answer();
    forget(bit);
  }

  @Override
  public void recheck(BitMetainfo bit, String announce) {
    answer();
  }

  @Override
  public void start(InfoHash bit) {
    answer();
  }

  @Override
  public void announce(InfoHash bit) {
    answer();
  }

  @Override
  public List<ClientTorrent> list() {
    return list(torrents.keySet());
  }

  @Override
  public List<ClientTorrent> list(Collection<InfoHash> bits) {
    answer();
    List<ClientTorrent> listed = new ArrayList<>();
    for (InfoHash bit : bits) {
      ClientTorrent.State state = torrents.get(bit);
      if (state != null) {
        listed.add(new ClientTorrent(bit, state, 0, 7, 11, ""));
      }
    }
    return listed;
  }

  @Override
  public long usableBytes() {
    answer();
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}

  void end() {
    engine.close();
  }
}
