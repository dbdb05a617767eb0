// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.Limits;
import io.fractus.torrents.wire.MessageIds;
import io.fractus.torrents.wire.PieceCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one bit from one peer. One thread reads; {@link #ask} and {@link #look} may be called by
 * others.
 */
final class Download implements FetchMemory.Taker {
  /*
   * Blocks are asked for in order, over the borders of runs, so that the pipe never runs dry
   * between two of them; requests leave in batches. Each piece comes from one peer alone, so that
   * wrong bytes have one culprit.
   */
  private static final int BATCH_BLOCKS = 16;

  private final JavaFetch fetch;
  private final BitMetainfo bit;
  private final Link link;
  private final Shared shared;
  private final PieceCheck check;
  private final BitSet have = new BitSet();
  private final List<Run> runs = new ArrayList<>();
  private final ByteBuffer requests =
      ByteBuffer.allocate(Limits.WIRE_BLOCKS_OUTSTANDING_MAX * Wire.REQUEST_BYTES);
  private volatile boolean choked = true;
  private int outstanding;
  private volatile long lastBlock = System.nanoTime();
  private volatile boolean waiting;
  private volatile boolean idle;
  private boolean over;

  Download(JavaFetch fetch, Link link, Shared shared) {
    this.fetch = fetch;
    this.bit = fetch.bit();
    this.link = link;
    this.shared = shared;
    this.check = new PieceCheck(bit);
  }

  /**
   * Takes what the peer has until the fetch ends.
   *
   * @throws LyingPeerException if the peer sent wrong bytes
   * @throws IOException if the connection or the peer fails
   */
  void run() throws IOException {
    ByteBuffer larger = shared.buffers().borrow();
    ByteBuffer small =
        link.swapBuffer(larger != null ? larger : ByteBuffer.allocate(4 * Limits.WIRE_BLOCK_MAX));
    fetch.joined(this);
    try {
      ByteBuffer hello = ByteBuffer.allocate(16);
      if (link.isFast()) {
        Wire.putBare(hello, MessageIds.HAVE_NONE);
      }
      Wire.putBare(hello, MessageIds.INTERESTED);
      link.write(hello.flip());
      while (fetch.isRunning()) {
        take(link.next());
        ask();
      }
    } finally {
      fetch.left(this, end());
      if (larger != null) {
        link.dropTo(small);
        shared.buffers().giveBack(larger);
      }
    }
  }

  /** It asks for nothing more. */
  private synchronized List<Run> end() {
    over = true;
    return returned();
  }

  private synchronized List<Run> returned() {
    List<Run> back = List.copyOf(runs);
    runs.clear();
    outstanding = 0;
    note();
    return back;
  }

  private void take(int id) throws IOException {
    switch (id) {
      case MessageIds.PIECE -> piece();
      case MessageIds.REJECT -> rejected();
      case MessageIds.CHOKE -> choked(true);
      case MessageIds.UNCHOKE -> choked(false);
      case MessageIds.HAVE -> {
        link.expectPayload(Integer.BYTES, "have");
        have(link.getInt(), 1);
      }
      case MessageIds.BITFIELD -> bitfield();
      case MessageIds.HAVE_ALL -> {
        link.expectPayload(0, "have all");
        have(0, bit.pieceCount());
      }
      case MessageIds.REQUEST -> refuse();
      default -> link.skip(link.payload());
    }
  }

  private void choked(boolean now) throws IOException {
    link.expectPayload(0, "choke");
    synchronized (this) {
      choked = now;
      if (now) {
        runs.forEach(Run::forgetAsked);
        outstanding = 0;
        shared.fetchMemory().forget(this);
      } else {
        lastBlock = System.nanoTime();
      }
      note();
    }
  }

  /** For those who must not wait for the monitor. */
  private synchronized void note() {
    waiting = outstanding > 0;
    idle = !choked && runs.isEmpty();
  }

  private void have(int first, int count) throws ProtocolException {
    if (first < 0 || first + count > bit.pieceCount()) {
      throw new ProtocolException("it has piece " + first + ", there is none");
    }
    synchronized (this) {
      have.set(first, first + count);
      if (have.cardinality() == bit.pieceCount()) {
        link.peerIsComplete();
      }
    }
  }

  private void bitfield() throws IOException {
    link.expectPayload(Wire.bitfieldBytes(bit.pieceCount()), "bitfield");
    byte[] field = new byte[link.payload()];
    link.get(field, 0, field.length);
    BitSet pieces = Wire.pieces(field);
    for (int piece = pieces.nextSetBit(0); piece >= 0; piece = pieces.nextSetBit(piece + 1)) {
      have(piece, 1);
    }
  }

  /** We give nothing of a bit that is not complete. */
  private void refuse() throws IOException {
    link.expectPayload(3 * Integer.BYTES, "request");
    ByteBuffer answer = ByteBuffer.allocate(Wire.REQUEST_BYTES);
    Wire.putBlock(answer, MessageIds.REJECT, link.getInt(), link.getInt(), link.getInt());
    if (link.isFast()) {
      link.write(answer.flip());
    }
  }

  /** Asks for as many blocks as may be under way. */
  synchronized void ask() throws IOException {
    int free = Limits.WIRE_BLOCKS_OUTSTANDING_MAX - outstanding;
    if (over || choked || (free < BATCH_BLOCKS && outstanding > 0)) {
      return;
    }
    requests.clear();
    for (Run run : runs) {
      free -= ask(run, free);
    }
    while (free > 0) {
      Run run = fetch.claim(this, have, runs.isEmpty());
      if (run == null) {
        break;
      }
      runs.add(run);
      free -= ask(run, free);
    }
    note();
    if (requests.position() > 0) {
      if (outstanding * Wire.REQUEST_BYTES == requests.position()) {
        lastBlock = System.nanoTime();
      }
      link.write(requests.flip());
    }
  }

  private int ask(Run run, int free) {
    int count = 0;
    for (int block = run.nextToAsk(); block >= 0 && count < free; block = run.nextToAsk()) {
      long at = run.position() + (long) block * Limits.WIRE_BLOCK_MAX;
      Wire.putBlock(
          requests,
          MessageIds.REQUEST,
          (int) (at / bit.pieceLength()),
          (int) (at % bit.pieceLength()),
          run.blockLength(block));
      run.asked(block);
      outstanding++;
      count++;
    }
    return count;
  }

  private void piece() throws IOException {
    int length = link.payload() - 2 * Integer.BYTES;
    if (length < 0) {
      throw new ProtocolException("a piece message without its head");
    }
    int piece = link.getInt();
    int begin = link.getInt();
    Run run = begin < 0 || piece < 0 ? null : find(at(piece, begin), length);
    if (run == null) {
      link.skip(length);
      return;
    }
    try {
      shared.downloadRate().take(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException) new InterruptedIOException().initCause(e);
    }
    link.get(run.bytes(), (int) (at(piece, begin) - run.position()), length);
    link.downloaded(length);
    shared.received().add(length);
    if (arrived(run, at(piece, begin))) {
      deliver(run);
    }
  }

  private long at(int piece, int begin) {
    return (long) piece * bit.pieceLength() + begin;
  }

  private synchronized @Nullable Run find(long at, int length) {
    for (Run run : runs) {
      if (run.awaits(at, length)) {
        return run;
      }
    }
    return null;
  }

  /** Returns whether the run is complete with it. */
  private synchronized boolean arrived(Run run, long at) {
    lastBlock = System.nanoTime();
    run.arrived(at);
    outstanding = Math.max(0, outstanding - 1);
    boolean complete = run.isComplete() && runs.remove(run);
    note();
    return complete;
  }

  private void deliver(Run run) throws LyingPeerException {
    int wrong = check.firstWrong(run.first(), run.count(), run.bytes(), 0);
    int right = wrong < 0 ? run.count() : wrong - run.first();
    try {
      fetch.verified(run, right);
    } finally {
      fetch.giveBack(run);
    }
    if (wrong >= 0) {
      throw new LyingPeerException("wrong bytes for piece " + wrong + " of " + bit);
    }
  }

  /** The peer will not give a block that it has: it is left alone for a while. */
  private void rejected() throws IOException {
    link.expectPayload(3 * Integer.BYTES, "reject");
    int piece = link.getInt();
    int begin = link.getInt();
    int length = link.getInt();
    if (piece < 0 || begin < 0) {
      throw new ProtocolException("it rejects piece " + piece + ", there is none");
    }
    if (find(at(piece, begin), length) != null) {
      throw new ProtocolException("it refused piece " + piece);
    }
  }

  /**
   * Looks after it, now and then: an idle peer may help another, a silent one is given up, and one
   * that choked us does not keep others from memory. Never waits, also when a peer takes no
   * requests and the monitor is held for long.
   */
  void look() {
    if (waiting && System.nanoTime() - lastBlock > Limits.FETCH_SILENCE_MAX.toNanos()) {
      link.close();
    } else if (choked && shared.fetchMemory().isShort()) {
      Thread.startVirtualThread(this::makeRoom);
    } else if (idle) {
      Thread.startVirtualThread(this::help);
    }
  }

  private void makeRoom() {
    List<Run> back;
    synchronized (this) {
      back = choked ? returned() : List.of();
    }
    fetch.free(back);
  }

  /** Asks for more, when there may be something. */
  @Override
  public void help() {
    try {
      ask();
    } catch (IOException _) {
      link.close();
    }
  }

  /** Whether nothing came for so long that another should be asked for the same. */
  boolean isSlow() {
    return System.nanoTime() - lastBlock > Limits.FETCH_HEDGE_AFTER.toNanos();
  }

  /** Ends it. */
  void close() {
    link.close();
  }

  Link link() {
    return link;
  }
}
