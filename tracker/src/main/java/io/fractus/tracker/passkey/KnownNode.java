// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.passkey;

import io.fractus.tracker.Limits;
import io.fractus.tracker.registry.NodeRecord;
import io.fractus.tracker.registry.PasskeyRecord;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A node as announces see it: what the registry says of it, and what its clients said since the
 * start. One for each node, for as long as the tracker runs. Thread-safe.
 */
public final class KnownNode {
  private final long key;
  private final TokenBucket announces =
      new TokenBucket(Limits.ANNOUNCES_PER_MINUTE_MAX, Limits.ANNOUNCES_AT_ONCE_MAX);
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private volatile Facts facts;
  private volatile long seenMillis;
  private volatile long savedSeenMillis;
  private volatile long client;

  private record Facts(
      NodeRecord record,
      PasskeyRecord passkey,
      Fingerprint fingerprint,
      @Nullable InetAddress address) {
    static Facts of(NodeRecord record, PasskeyRecord passkey) {
      Fingerprint fingerprint = Fingerprint.parse(passkey.fingerprint());
      return new Facts(record, passkey, fingerprint, literal(record.peer().host()));
    }

    private static @Nullable InetAddress literal(String host) {
      try {
        InetAddress address = InetAddress.ofLiteral(host);
        return address.isAnyLocalAddress() ? null : address;
      } catch (IllegalArgumentException _) {
        return null;
      }
    }
  }

  /**
   * @param seenMillis when it was last heard of, 0 for never, by the steady clock as all times here
   */
  KnownNode(NodeRecord record, PasskeyRecord passkey, long seenMillis) {
    this.key = record.key();
    this.facts = Facts.of(record, passkey);
    this.seenMillis = seenMillis;
    this.savedSeenMillis = seenMillis;
  }

  synchronized void update(NodeRecord record, PasskeyRecord passkey) {
    facts = Facts.of(record, passkey);
  }

  /** Its key in the registry. */
  public long key() {
    return key;
  }

  /** What the registry has of it; as of the last change of its address or place. */
  public NodeRecord record() {
    return facts.record();
  }

  public String site() {
    return facts.record().site();
  }

  public String region() {
    return facts.record().region();
  }

  /** Where the registry says that it serves, or null if that is no address. */
  public @Nullable InetAddress address() {
    return facts.address();
  }

  public int port() {
    return facts.record().peer().port();
  }

  /** Whether it is a stock client: its agent, if it has one, opens the channel. */
  public boolean isStock() {
    return facts.passkey().stock();
  }

  boolean isRevoked() {
    return facts.passkey().revoked();
  }

  int passkeyVersion() {
    return facts.passkey().version();
  }

  Fingerprint fingerprint() {
    return facts.fingerprint();
  }

  /** Whether it may announce or scrape once more now. */
  public boolean mayAnnounce(long nowMillis) {
    return announces.take(nowMillis);
  }

  /** It was heard of by an announce, a probe or a look at its feed. */
  public void seen(long nowMillis) {
    seenMillis = nowMillis;
  }

  /** A probe did not reach it: it is away until it is heard of again. */
  public void missed() {
    seenMillis = 0;
  }

  /** When it was last heard of, 0 if never. */
  public long seenMillis() {
    return seenMillis;
  }

  /** What its clients say more that they sent and received. */
  public void reported(long moreSent, long moreReceived) {
    if (moreSent > 0) {
      sent.addAndGet(moreSent);
    }
    if (moreReceived > 0) {
      received.addAndGet(moreReceived);
    }
  }

  /** Bytes that its clients said they sent since it joined: a hint, no evidence. */
  public long reportedUp() {
    return facts.passkey().reportedUp() + sent.get();
  }

  /** Bytes that its clients said they received since it joined: a hint, no evidence. */
  public long reportedDown() {
    return facts.passkey().reportedDown() + received.get();
  }

  /**
   * Takes the first eight bytes of its client's peer id, such as {@code -TR4000-}.
   *
   * @return whether they are others than before
   */
  public boolean client(long prefix) {
    boolean isOther = client != prefix;
    if (isOther) {
      client = prefix;
    }
    return isOther;
  }

  /** The program and version of its client as the peer id has them, or an empty text. */
  public String client() {
    StringBuilder text = new StringBuilder();
    for (int shift = 56; shift >= 0; shift -= 8) {
      char c = (char) ((client >>> shift) & 0xff);
      if (c > ' ' && c < 127) {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** What is not on disk yet; it counts as being there from now on. */
  synchronized @Nullable Unsaved takeUnsaved() {
    long up = sent.getAndSet(0);
    long down = received.getAndSet(0);
    boolean seenLater = isStock() && seenMillis > savedSeenMillis;
    if (up == 0 && down == 0 && !seenLater) {
      return null;
    }
    PasskeyRecord old = facts.passkey();
    facts =
        new Facts(
            facts.record(),
            new PasskeyRecord(
                key,
                old.fingerprint(),
                old.version(),
                old.revoked(),
                old.stock(),
                old.reportedUp() + up,
                old.reportedDown() + down),
            facts.fingerprint(),
            facts.address());
    savedSeenMillis = seenMillis;
    return new Unsaved(key, up, down, seenLater ? seenMillis : 0);
  }

  record Unsaved(long node, long up, long down, long seenMillis) {}
}
