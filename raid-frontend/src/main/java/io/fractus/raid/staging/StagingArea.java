// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.staging;

import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The directory of bits on their way out, one file a bit, named as the bit is. Its size is bounded:
 * space is reserved before it is written. Thread-safe.
 */
public final class StagingArea {
  private final Path directory;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private long reserved;

  private StagingArea(Path directory, long bytesMax) {
    this.directory = directory;
    this.bytesMax = bytesMax;
  }

  /**
   * Opens a staging area and deletes every file in it that is of none of these bits.
   *
   * @param bytesMax how much may be staged at a time
   * @param expected the bits that the catalog has as staged
   */
  public static StagingArea open(Path directory, long bytesMax, Collection<BitMetainfo> expected)
      throws IOException {
    Files.createDirectories(directory);
    Set<String> names = expected.stream().map(BitMetainfo::name).collect(Collectors.toSet());
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (!names.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
    StagingArea area = new StagingArea(directory, bytesMax);
    area.reserved = expected.stream().mapToLong(BitMetainfo::length).sum();
    return area;
  }

  /** Where the files are: the directory to seed from. */
  public Path directory() {
    return directory;
  }

  /** The file of a bit. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Bytes staged and reserved now. */
  public long reservedBytes() {
    lock.lock();
    try {
      return reserved;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reserves space, waiting for bits to leave if there is none.
   *
   * @throws StoreException STAGING_FULL if none came free in time
   */
  public void reserve(long bytes, Duration wait) {
    long left = wait.toNanos();
    lock.lock();
    try {
      while (reserved + bytes > bytesMax) {
        if (left <= 0 || bytes > bytesMax) {
          throw new StoreException(
              Code.STAGING_FULL,
              ("the gateway's staging area holds %d of at most %d bytes and needs %d more: copies"
                      + " are wanting on the nodes; add nodes, or raise the gateway's staging"
                      + " limit")
                  .formatted(reserved, bytesMax, bytes));
        }
        left = freed.awaitNanos(left);
      }
      reserved += bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while waiting for staging space", e);
    } finally {
      lock.unlock();
    }
  }

  /** Gives reserved space back. */
  public void release(long bytes) {
    lock.lock();
    try {
      reserved -= bytes;
      freed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the file of a bit and gives its space back. Does nothing if there is none. */
  public void delete(BitMetainfo bit) {
    try {
      if (Files.deleteIfExists(file(bit.name()))) {
        release(bit.length());
      }
    } catch (IOException e) {
      throw new StoreException(
          Code.UNAVAILABLE, "cannot delete the staged bit " + file(bit.name()) + ": " + e, e);
    }
  }

  /** Whether the file of a bit is here, whole. */
  public boolean has(BitMetainfo bit) {
    // Most are not, and an exception for each would cost more than the look; no bit is empty.
    return file(bit.name()).toFile().length() == bit.length();
  }

  /**
   * Reads bytes of a staged bit.
   *
   * @throws IOException if they are not there
   */
  public byte[] read(BitMetainfo bit, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file(bit.name()), StandardOpenOption.READ)) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, offset + buffer.position()) < 0) {
          throw new IOException("the staged bit " + file(bit.name()) + " ends too early");
        }
      }
    }
    return buffer.array();
  }
}
