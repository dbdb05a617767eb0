// SPDX-License-Identifier: Apache-2.0
package io.fractus.node.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fractus.node.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** How much of a share is taken, and by what. Thread-safe. */
final class Space {
  /*
   * INVARIANT: usedBytes is the sum of the footprints of all that may be on disk: complete,
   * reserved, or left over because it could not be deleted. A reservation never lifts it above
   * shareBytes. A share that was made smaller than what is held stays overdrawn until the tracker
   * releases bits.
   */
  private final LongSupplier usableBytes;

  /** Footprints by the name of the bit. */
  @GuardedBy("this")
  private final Map<String, Long> reserved = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Long> leftovers = new HashMap<>();

  @GuardedBy("this")
  private long usedBytes;

  @GuardedBy("this")
  private long reservedBytes;

  @GuardedBy("this")
  private long shareBytes;

  /**
   * @param usableBytes asks the disk
   */
  Space(long shareBytes, LongSupplier usableBytes) {
    this.shareBytes = shareBytes;
    this.usableBytes = usableBytes;
  }

  synchronized long usedBytes() {
    return usedBytes;
  }

  synchronized long shareBytes() {
    return shareBytes;
  }

  synchronized void setShareBytes(long bytes) {
    shareBytes = bytes;
  }

  /** Whether the disk has less left than is left alone. */
  boolean isDiskFull() {
    return usableBytes.getAsLong() < Limits.DISK_SPARE_BYTES;
  }

  synchronized boolean isReserved(String name) {
    return reserved.containsKey(name);
  }

  synchronized Admission reserve(String name, long footprint) {
    if (footprint > shareBytes - usedBytes) {
      return Admission.SHARE_FULL;
    }
    if (usableBytes.getAsLong() < reservedBytes + footprint + Limits.DISK_SPARE_BYTES) {
      return Admission.DISK_FULL;
    }
    reserved.put(name, footprint);
    reservedBytes += footprint;
    usedBytes += footprint;
    return Admission.GRANTED;
  }

  /** A bit is there that was not reserved. */
  synchronized void take(long footprint) {
    usedBytes += footprint;
  }

  /** What was taken is not there any more. */
  synchronized void free(long footprint) {
    usedBytes -= footprint;
  }

  /** What was reserved is complete, and stays taken. */
  synchronized void keep(String name) {
    endReservation(name);
  }

  @GuardedBy("this")
  private long endReservation(String name) {
    Long footprint = reserved.remove(name);
    if (footprint == null) {
      throw new IllegalStateException("no space is reserved for " + name);
    }
    reservedBytes -= footprint;
    return footprint;
  }

  /** What was reserved is given up; its files may be there until it is cleared. */
  synchronized void giveUp(String name) {
    leftovers.put(name, endReservation(name));
  }

  /** Of what was taken files may be there until it is cleared. */
  synchronized void leave(String name, long footprint) {
    leftovers.put(name, footprint);
  }

  /** The files of what was left over are gone. */
  synchronized void clear(String name) {
    Long footprint = leftovers.remove(name);
    usedBytes -= footprint == null ? 0 : footprint;
  }

  synchronized boolean isLeftover(String name) {
    return leftovers.containsKey(name);
  }

  /** The names of what could not be deleted. */
  synchronized Set<String> leftovers() {
    return Set.copyOf(leftovers.keySet());
  }
}
