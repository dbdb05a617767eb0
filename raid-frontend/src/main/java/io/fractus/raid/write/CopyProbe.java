// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.ReportRequest.Kind;
import io.fractus.protocol.control.ReportRequest.Report;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.control.TrackerException;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.staging.StagingArea;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.wire.HangUp;
import io.fractus.torrents.wire.PeerException;
import io.fractus.torrents.wire.PeerReader;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for itself whether nodes hold what they say: a full bitfield and one random block that is
 * as it was staged. What passed once is not asked again. Thread-safe.
 */
public final class CopyProbe {
  private static final Logger log = LoggerFactory.getLogger(CopyProbe.class);
  private static final int PROBE_BYTES = 16 << 10;

  private final StagingArea staging;
  private final TrackerClient tracker;
  private final Contacts contacts;
  private final InstantSource steady;
  private final RandomGenerator random;

  /** When a copy failed its probe, or {@link Instant#MAX} if it passed; the oldest first. */
  private final Map<Key, Instant> verdicts = new LinkedHashMap<>();

  private record Key(InfoHash bit, String node) {
    static Key of(BitMetainfo bit, Copy copy) {
      return new Key(bit.infoHash(), copy.nodeId());
    }
  }

  /** A probe of one gateway. */
  public CopyProbe(
      StagingArea staging,
      TrackerClient tracker,
      Contacts contacts,
      InstantSource steady,
      RandomGenerator random) {
    this.staging = staging;
    this.tracker = tracker;
    this.contacts = contacts;
    this.steady = steady;
    this.random = random;
  }

  /** Whether a copy has passed before. */
  boolean hasSeen(BitMetainfo bit, Copy copy) {
    return Instant.MAX.equals(verdict(bit, copy));
  }

  /** Whether a copy failed a moment ago. */
  boolean failedLately(BitMetainfo bit, Copy copy) {
    Instant at = verdict(bit, copy);
    return at != null
        && !at.equals(Instant.MAX)
        && steady.instant().isBefore(at.plus(WriteLimits.REPLACE_AFTER));
  }

  private synchronized @Nullable Instant verdict(BitMetainfo bit, Copy copy) {
    return verdicts.get(Key.of(bit, copy));
  }

  /**
   * Whether a copy passes; asks its node if it has not passed before, and reports one that fails.
   */
  boolean sees(BitMetainfo bit, Copy copy) {
    if (hasSeen(bit, copy)) {
      return true;
    }
    boolean passed = ask(bit, copy);
    synchronized (this) {
      verdicts.remove(Key.of(bit, copy));
      verdicts.put(Key.of(bit, copy), passed ? Instant.MAX : steady.instant());
      if (verdicts.size() > WriteLimits.PROBES_REMEMBERED) {
        verdicts.remove(verdicts.keySet().iterator().next());
      }
    }
    return passed;
  }

  private boolean ask(BitMetainfo bit, Copy copy) {
    int piece = random.nextInt(bit.pieceCount());
    int blocks = (bit.pieceLength(piece) + PROBE_BYTES - 1) / PROBE_BYTES;
    int begin = random.nextInt(blocks) * PROBE_BYTES;
    int length = Math.min(PROBE_BYTES, bit.pieceLength(piece) - begin);
    try (PeerReader reader = contacts.read(copy, bit)) {
      if (!reader.hasAll()) {
        report(copy, bit, Kind.MISSING, "its bitfield is not full");
        return false;
      }
      byte[] block = reader.readBlock(piece, begin, length);
      if (!isAsStaged(bit, (long) piece * bit.pieceLength() + begin, block)) {
        // The hash decides: the staging disk may be the one that has rotted.
        var _ = reader.readPiece(piece);
      }
      return true;
    } catch (PeerException e) {
      boolean mayBeBusy =
          e.kind() == PeerException.Kind.BUSY
              || (copy.stock() && e.kind() == PeerException.Kind.NOT_SERVED);
      if (!mayBeBusy) {
        PeerException known = HangUp.explain(e, () -> contacts.read(copy, bit));
        report(copy, bit, kind(known), String.valueOf(known.getMessage()));
      }
      return false;
    }
  }

  private boolean isAsStaged(BitMetainfo bit, long offset, byte[] block) {
    try {
      return Arrays.equals(block, staging.read(bit, offset, block.length));
    } catch (IOException _) {
      return false;
    }
  }

  /** A node that is there and does not serve the bit has to look at its file; or it is slow. */
  private static Kind kind(PeerException e) {
    return switch (e.kind()) {
      case NOT_SERVED, MISSING -> Kind.MISSING;
      case CORRUPT, PROTOCOL -> Kind.CORRUPT;
      case TIMEOUT, BUSY -> Kind.SLOW;
      case UNREACHABLE, CLOSED -> Kind.UNREACHABLE;
    };
  }

  private void report(Copy copy, BitMetainfo bit, Kind kind, String detail) {
    try {
      tracker.report(List.of(new Report(copy.nodeId(), bit.infoHash(), kind, 0, 0, detail)));
    } catch (TrackerException e) {
      log.info("a report of {} is lost: {}", copy.nodeId(), e.getMessage());
    }
  }
}
