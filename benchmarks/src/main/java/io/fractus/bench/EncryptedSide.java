// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.platform.DurableFiles;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One of the two sides of {@link EncryptionBench}: an engine and where its bits are. */
final class EncryptedSide implements AutoCloseable {
  private final EngineFork engine;
  private final Path bits;
  private final long daemon;

  /**
   * Starts the engine.
   *
   * @param bits where they are, as the engine sees them
   * @param daemon the process that decrypts them, 0 if none does
   */
  EncryptedSide(String engine, Path bits, long daemon) throws IOException {
    this.engine = EngineFork.start(engine);
    this.bits = bits;
    this.daemon = daemon;
  }

  double startMillis() {
    return engine.startMillis();
  }

  PeerAddress address() {
    return new PeerAddress("127.0.0.1", engine.port());
  }

  void seed(List<BitMetainfo> all) throws IOException {
    for (BitMetainfo bit : all) {
      engine.seed(bit, bits);
    }
  }

  /** Fetches a bit and has it on the disk; nanoseconds of both. */
  long fetch(BitMetainfo bit, int port) throws IOException {
    long nanos = engine.fetch(bit, bits, port);
    long start = System.nanoTime();
    DurableFiles.sync(bits.resolve(bit.name()));
    return nanos + System.nanoTime() - start;
  }

  /** Of the engine and of what decrypts for it. */
  long cpuNanos() throws IOException {
    return engine.ask("cpu") + (daemon == 0 ? 0 : ProcessNumbers.cpuNanos(daemon));
  }

  /** Of the engine and of what decrypts for it. */
  long rssBytes() throws IOException {
    return engine.ask("rss") + (daemon == 0 ? 0 : ProcessNumbers.rssBytes(daemon));
  }

  /**
   * Has the kernel forget what it read of these files, but not what it read of the encrypted ones
   * below them. Where there is nothing below, nothing is forgotten: the disk is not to be measured.
   */
  void dropPageCache(List<BitMetainfo> all) throws IOException {
    if (daemon == 0) {
      return;
    }
    for (BitMetainfo bit : all) {
      PageCache.drop(bits.resolve(bit.name()));
    }
  }

  @Override
  public void close() throws IOException {
    engine.close();
  }
}
