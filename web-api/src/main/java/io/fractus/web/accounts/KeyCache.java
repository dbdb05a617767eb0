// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts;

import io.fractus.web.accounts.Accounts.Signer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys that were used last, so that a request costs no look into the registry. Names that are
 * not known are not kept: strangers would fill it. Thread-safe.
 */
final class KeyCache {
  private final int max;
  private final Map<String, Signer> keys;
  private long cleared;

  KeyCache(int max) {
    this.max = max;
    this.keys =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Signer> eldest) {
            return size() > KeyCache.this.max;
          }
        };
  }

  /** The key of that name, loaded if it is not here. */
  Optional<Signer> get(String id, Function<String, Optional<Signer>> load) {
    long before;
    synchronized (keys) {
      Signer known = keys.get(id);
      if (known != null) {
        return Optional.of(known);
      }
      before = cleared;
    }
    Optional<Signer> loaded = load.apply(id);
    synchronized (keys) {
      // What was read before a change must not be remembered after it.
      if (loaded.isPresent() && cleared == before) {
        keys.put(id, loaded.get());
      }
    }
    return loaded;
  }

  /** Forgets all of them: something changed. */
  void clear() {
    synchronized (keys) {
      cleared++;
      keys.clear();
    }
  }

  int size() {
    synchronized (keys) {
      return keys.size();
    }
  }
}
