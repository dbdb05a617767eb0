// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketBook.Usage;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.web.accounts.registry.Quota;
import java.util.HashMap;
import java.util.Map;

/**
 * What is on its way into the buckets of users with a quota. Thread-safe.
 *
 * <p>Something is let in if what the catalog has, what is on its way and the new are together
 * within the quota; it is on its way until it was committed, or given up. So any number of writes
 * at once stay below, and a gateway that is killed starts with nothing on its way and with what the
 * catalog has.
 */
final class Reservations {
  private final BucketBook book;
  private final Map<String, Usage> underWay = new HashMap<>();

  Reservations(BucketBook book) {
    this.book = book;
  }

  /**
   * Reserves room; throws QUOTA_EXCEEDED.
   *
   * @param replaces whether one of the objects takes the place of one that is there
   */
  void add(String owner, Quota quota, long objects, long bytes, boolean replaces) {
    synchronized (underWay) {
      Usage kept = book.usage(owner);
      Usage coming = underWay.getOrDefault(owner, new Usage(0, 0));
      long allObjects = kept.objects() + coming.objects() + objects - (replaces ? 1 : 0);
      // Saturates: what a client declares may be near the end of the numbers.
      long allBytes = saturated(kept.bytes() + coming.bytes(), bytes);
      if (quota.objects() > 0 && objects > 0 && allObjects > quota.objects()) {
        throw exceeded(owner, quota.objects() + " objects");
      }
      if (quota.bytes() > 0 && allBytes > quota.bytes()) {
        throw exceeded(owner, quota.bytes() + " bytes");
      }
      underWay.put(owner, new Usage(coming.objects() + objects, coming.bytes() + bytes));
    }
  }

  /** What was reserved is committed, or given up. */
  void remove(String owner, long objects, long bytes) {
    synchronized (underWay) {
      Usage coming = underWay.getOrDefault(owner, new Usage(0, 0));
      Usage left = new Usage(coming.objects() - objects, coming.bytes() - bytes);
      if (left.objects() == 0 && left.bytes() == 0) {
        underWay.remove(owner);
      } else {
        underWay.put(owner, left);
      }
    }
  }

  int size() {
    synchronized (underWay) {
      return underWay.size();
    }
  }

  private static long saturated(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static StoreException exceeded(String owner, String bound) {
    return new StoreException(
        Code.QUOTA_EXCEEDED, "the quota of " + owner + ", the bucket's owner, is " + bound);
  }
}
