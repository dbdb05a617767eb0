// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.quota;

import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectStore;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Holds what is written against the quota of the bucket's owner. Thread-safe. */
public final class Meter {
  private final ObjectStore store;
  private final Quotas quotas;
  private final Reservations reservations;

  /** Where quotas are looked up. */
  @FunctionalInterface
  public interface Quotas {
    Quota of(String user);
  }

  /** Stores a body. */
  @FunctionalInterface
  interface Write<T> {
    T run(InputStream body) throws IOException;
  }

  Meter(ObjectStore store, Quotas quotas) {
    this.store = store;
    this.quotas = quotas;
    this.reservations = new Reservations(store.book());
  }

  /** Stores a body if there is room for it; throws QUOTA_EXCEEDED. */
  <T> T metered(
      ObjectKey key, OptionalLong declared, InputStream body, long objects, Write<T> write)
      throws IOException {
    String owner = owner(key);
    Quota quota = quota(owner);
    if (!quota.boundsSpace()) {
      return write.run(body);
    }
    boolean replaces = objects > 0 && store.stat(key).isPresent();
    MeteredBody metered =
        new MeteredBody(body, reservations, owner, quota, declared, objects, replaces);
    try {
      return write.run(metered);
    } finally {
      metered.release();
    }
  }

  /** Makes an object of bytes that are counted already; throws QUOTA_EXCEEDED. */
  <T> T counted(ObjectKey key, Supplier<T> write) {
    String owner = owner(key);
    Quota quota = quota(owner);
    if (quota.objects() == 0) {
      return write.get();
    }
    reservations.add(owner, quota, 1, 0, store.stat(key).isPresent());
    try {
      return write.get();
    } finally {
      reservations.remove(owner, 1, 0);
    }
  }

  private String owner(ObjectKey key) {
    return store.book().owner(key.bucket()).orElse(BucketBook.ROOT);
  }

  private Quota quota(String owner) {
    return owner.equals(BucketBook.ROOT) ? Quota.NONE : quotas.of(owner);
  }
}
