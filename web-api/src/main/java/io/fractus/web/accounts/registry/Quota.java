// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.accounts.registry;

/**
 * How much a user may have and ask for; 0 is without a bound.
 *
 * @param bytes in all objects and unfinished uploads of its buckets
 * @param objects in its buckets
 * @param requestsPerSecond that it may make
 */
public record Quota(long bytes, long objects, long requestsPerSecond) {
  /** No bound at all. */
  public static final Quota NONE = new Quota(0, 0, 0);

  public Quota {
    if (bytes < 0 || objects < 0 || requestsPerSecond < 0) {
      throw new IllegalArgumentException("a quota is 0, for none, or more");
    }
  }

  /** Whether what a user has is bounded. */
  public boolean boundsSpace() {
    return bytes > 0 || objects > 0;
  }
}
