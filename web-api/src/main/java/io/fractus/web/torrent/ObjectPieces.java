// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.web.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of the pieces of objects, made when they are asked for. Thread-safe.
 *
 * <p>An object that is small is hashed in the request that asks. A larger one is read in the
 * background, once for all who ask, and whoever does not want to wait so long asks again later: it
 * goes on, and what came of it is kept in files.
 */
public final class ObjectPieces implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ObjectPieces.class);
  private static final int HASH_BYTES = 20;

  private final PieceFiles files;
  private final Duration patience;
  private final Map<String, Running> running = new HashMap<>();
  private volatile boolean closed;

  private record Running(HashJob job, FutureTask<byte[]> task) {}

  /**
   * @param directory where hashes are kept; made when there are any
   */
  public ObjectPieces(Path directory, InstantSource clock) {
    this(directory, clock, Limits.TORRENT_WAIT);
  }

  ObjectPieces(Path directory, InstantSource clock, Duration patience) {
    this.files = new PieceFiles(directory, Limits.TORRENT_FILES_MAX, clock);
    this.patience = patience;
  }

  /**
   * The SHA-1 of each piece, one after the other.
   *
   * @param open opens the object; called at most once, maybe by another thread
   * @throws NotReadyException if they take longer, or too many others are being made
   * @throws IOException what reading the object threw, unless that was a runtime exception
   */
  public byte[] of(ObjectInfo object, Supplier<ObjectReader> open) throws IOException {
    if (object.size() <= Limits.TORRENT_AT_ONCE_BYTES_MAX) {
      return new HashJob(object, open, () -> closed).call();
    }
    String name = name(object);
    long pieceLength = ObjectTorrent.pieceLength(object.size());
    long length = (object.size() + pieceLength - 1) / pieceLength * HASH_BYTES;
    Optional<byte[]> kept = files.read(name, length);
    return kept.isPresent() ? kept.get() : await(object, join(name, object, open));
  }

  private Running join(String name, ObjectInfo object, Supplier<ObjectReader> open) {
    synchronized (running) {
      Running found = running.get(name);
      if (found != null) {
        return found;
      }
      if (running.size() >= Limits.TORRENT_JOBS_MAX || closed) {
        throw new NotReadyException(
            "torrents of " + running.size() + " other large objects are being made: ask again");
      }
      HashJob job = new HashJob(object, open, () -> closed);
      Running started = new Running(job, new FutureTask<>(() -> hash(name, job)));
      running.put(name, started);
      Thread.ofVirtual().name("torrent").start(started.task());
      return started;
    }
  }

  private byte[] hash(String name, HashJob job) throws IOException {
    try {
      byte[] pieces = job.call();
      files.write(name, pieces);
      return pieces;
    } finally {
      synchronized (running) {
        running.remove(name);
      }
    }
  }

  private byte[] await(ObjectInfo object, Running started) throws IOException {
    try {
      return started.task().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new NotReadyException(
          "%d of the object's %d bytes are hashed; the torrent will be made: ask again"
              .formatted(started.job().done(), object.size()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a torrent was made", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IOException("a torrent cannot be made", e);
      }
    }
  }

  /** Another put of the same bytes in the same millisecond has the same pieces. */
  private static String name(ObjectInfo object) {
    String text =
        String.join(
            "\n",
            object.key().bucket(),
            object.key().key(),
            object.version(),
            object.etag(),
            Long.toString(object.size()),
            Long.toString(object.lastModified().toEpochMilli()));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Returns when nothing is hashed any more; what was under way ends with nothing. */
  @Override
  public void close() {
    closed = true;
    List<Running> left;
    synchronized (running) {
      left = List.copyOf(running.values());
    }
    for (Running one : left) {
      try {
        var _ = one.task().get(Limits.STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (ExecutionException | TimeoutException e) {
        log.debug("a torrent was not made: {}", e.toString());
      }
    }
  }
}
