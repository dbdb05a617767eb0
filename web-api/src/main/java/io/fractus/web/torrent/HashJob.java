// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.torrents.PieceHasher;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Reads an object once and hashes its pieces; another thread may look how far it is. */
final class HashJob implements Callable<byte[]> {
  private final ObjectInfo object;
  private final Supplier<ObjectReader> open;
  private final BooleanSupplier stopped;
  private final AtomicLong done = new AtomicLong();

  /**
   * @param open opens the object, whatever is there by then
   * @param stopped whether nobody needs it any more
   */
  HashJob(ObjectInfo object, Supplier<ObjectReader> open, BooleanSupplier stopped) {
    this.object = object;
    this.open = open;
    this.stopped = stopped;
  }

  /** Bytes hashed so far. */
  long done() {
    return done.get();
  }

  @Override
  public byte[] call() throws IOException {
    PieceHasher hasher = new PieceHasher(ObjectTorrent.pieceLength(object.size()));
    try (ObjectReader reader = open.get()) {
      if (!isSame(reader.info())) {
        throw new NotReadyException("the object was replaced while its torrent was made");
      }
      reader.writeTo(new Sink(hasher), 0, object.size());
    }
    return hasher.finish();
  }

  private boolean isSame(ObjectInfo now) {
    return now.etag().equals(object.etag())
        && now.lastModified().equals(object.lastModified())
        && now.size() == object.size();
  }

  /** What is written into it is hashed. */
  private final class Sink extends OutputStream {
    private final PieceHasher hasher;

    Sink(PieceHasher hasher) {
      this.hasher = hasher;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (stopped.getAsBoolean()) {
        throw new IOException("the gateway stops");
      }
      hasher.update(bytes, offset, length);
      done.addAndGet(length);
    }
  }
}
