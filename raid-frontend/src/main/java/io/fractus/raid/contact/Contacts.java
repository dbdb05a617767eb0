// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.contact;

import io.fractus.protocol.control.CallRequest;
import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.wire.CallListener;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import io.fractus.torrents.wire.WireTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a gateway comes to read from nodes: it connects to them, or has those call to which nobody
 * can connect. Thread-safe.
 */
public final class Contacts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Contacts.class);

  private final TrackerClient tracker;
  private final CallListener calls;
  private final PeerAddress own;
  private final IdleReaders idle = new IdleReaders(ContactLimits.IDLE_KEPT);

  private Contacts(TrackerClient tracker, CallListener calls, PeerAddress own) {
    this.tracker = tracker;
    this.calls = calls;
    this.own = own;
  }

  /**
   * Listens for calls.
   *
   * @param tracker tells nodes to call; stays the caller's to close, after this
   * @param host the literal address to listen on
   * @param port 0 for a free one
   * @param advertisedHost the address on which nodes reach that
   * @throws UncheckedIOException if the port is taken
   */
  public static Contacts open(TrackerClient tracker, String host, int port, String advertisedHost) {
    try {
      CallListener calls = CallListener.open(host, port);
      return new Contacts(tracker, calls, new PeerAddress(advertisedHost, calls.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Begins to read a bit of a copy; blocks. A copy of which it is not known yet that nobody can
   * connect to its node is called for as soon as a connection fails, or leads to another node: its
   * address may be that of many.
   *
   * @throws PeerException as {@link PeerReader#connect}
   */
  public PeerReader read(Copy copy, BitMetainfo bit) throws PeerException {
    if (copy.callsOut()) {
      return called(copy, bit);
    }
    try {
      return PeerReader.connect(copy.peer(), bit, WireTimeouts.DEFAULT);
    } catch (PeerException e) {
      boolean isGivenUp = Thread.currentThread().isInterrupted();
      if (isGivenUp || copy.stock() || !copy.online() || !mayBeElsewhere(e.kind())) {
        throw e;
      }
      try {
        return called(copy, bit);
      } catch (PeerException second) {
        if (second.kind() == PeerException.Kind.UNREACHABLE) {
          // Who does not call either is judged by what it did when it was asked.
          e.addSuppressed(second);
          throw e;
        }
        throw second;
      }
    }
  }

  /**
   * A connection to a copy that was read from a moment ago, if there is one; it is its caller's. It
   * may have ended since, which is nothing to blame its node for.
   */
  public Optional<PeerReader> kept(Copy copy, BitMetainfo bit) {
    return Optional.ofNullable(idle.take(copy, bit.infoHash()));
  }

  /**
   * Keeps a connection for the next read, or closes it: stock clients have few places, and some of
   * them one for each address.
   *
   * @param reader whose last read went well
   */
  public void keep(Copy copy, BitMetainfo bit, PeerReader reader) {
    if (copy.stock()) {
      reader.close();
    } else {
      idle.give(copy, bit.infoHash(), reader);
    }
  }

  /** How many connections are kept that nobody reads from. */
  public int keptCount() {
    return idle.count();
  }

  private static boolean mayBeElsewhere(PeerException.Kind kind) {
    return switch (kind) {
      case UNREACHABLE, NOT_SERVED, PROTOCOL -> true;
      case BUSY, MISSING, CORRUPT, TIMEOUT, CLOSED -> false;
    };
  }

  private PeerReader called(Copy copy, BitMetainfo bit) throws PeerException {
    return calls.read(copy.peer(), bit, nonce -> tell(copy, nonce), WireTimeouts.DEFAULT);
  }

  private boolean tell(Copy copy, String nonce) {
    try {
      tracker.call(new CallRequest(copy.nodeId(), own, nonce));
      return true;
    } catch (TrackerException e) {
      log.debug("node {} cannot be told to call: {}", copy.nodeId(), e.getMessage());
      return false;
    }
  }

  /** Takes no more calls, and ends the connections that are kept. */
  @Override
  public void close() {
    idle.close();
    calls.close();
  }
}
