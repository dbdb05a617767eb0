// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import io.fractus.raid.object.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A range of an object as a stream to be read: a thread reads ahead, at most {@link #CHUNKS} chunks
 * of 64 KiB. It ends after the last byte, or throws what the store threw. Not thread-safe.
 */
final class ObjectStream extends InputStream {
  private static final int CHUNKS = 32;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final byte[] END = new byte[0];
  private static final long LOOK_MILLIS = 100;

  private final BlockingQueue<byte[]> chunks = new ArrayBlockingQueue<>(CHUNKS);
  private final byte[] single = new byte[1];
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;
  private byte[] current = END;
  private int position;
  private boolean ended;

  /**
   * Starts to read.
   *
   * @param reader stays the caller's to close, after this
   */
  ObjectStream(ObjectReader reader, long offset, long length) {
    this.thread = Thread.ofVirtual().name("copy").start(() -> fill(reader, offset, length));
  }

  private void fill(ObjectReader reader, long offset, long length) {
    try {
      reader.writeTo(new Filler(), offset, length);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    try {
      hand(END);
    } catch (IOException _) {
      // Closed: nobody waits for the end.
    }
  }

  private void hand(byte[] chunk) throws IOException {
    try {
      while (!chunks.offer(chunk, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (closed) {
          throw new IOException("the reader of the stream has closed it");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Takes what the object's reader writes. */
  private final class Filler extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      hand(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      for (int done = 0; done < length; ) {
        int step = Math.min(CHUNK_BYTES, length - done);
        hand(Arrays.copyOfRange(bytes, offset + done, offset + done + step));
        done += step;
      }
    }
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (position == current.length && !next()) {
      return -1;
    }
    int step = Math.min(length, current.length - position);
    System.arraycopy(current, position, buffer, offset, step);
    position += step;
    return step;
  }

  private boolean next() throws IOException {
    if (!ended) {
      try {
        current = chunks.take();
        position = 0;
        ended = current.length == 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (ended) {
      throwFailure();
    }
    return !ended;
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IOException("a copy failed", e);
    }
  }

  /** Returns when nothing of the object is read any more. */
  @Override
  public void close() throws IOException {
    closed = true;
    chunks.clear();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
