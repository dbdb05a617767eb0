// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Passphrase;
import io.fractus.protocol.Checks;
import io.fractus.protocol.layout.Layout;
import io.fractus.protocol.plan.Target;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.read.ReadLimits;
import io.fractus.raid.write.Ack;
import io.fractus.torrents.BitMetainfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a gateway stores.
 *
 * @param dataDirectory catalog, key file and staging area
 * @param defaultLayout for puts that name none
 * @param targets of the storage classes that are not what they usually are
 * @param bitLength bytes of a bit in a full segment, 64 KiB to 16 MiB
 * @param advertisedHost the address on which nodes reach this gateway's engine
 * @param stagingBytesMax how much may be staged at a time
 * @param placementTimeout how long a stripe may take to have a verified copy of every bit
 * @param ack when a put is acknowledged
 * @param passphrase what the keys of objects are wrapped with, or empty for a key file
 * @param readCacheBytes memory for what was read lately, 0 for none, or empty for a share of the
 *     heap
 */
public record RaidFrontendConfig(
    Path dataDirectory,
    Layout defaultLayout,
    Map<StorageClass, Target> targets,
    long bitLength,
    String advertisedHost,
    long stagingBytesMax,
    Duration placementTimeout,
    Ack ack,
    Optional<Passphrase> passphrase,
    OptionalLong readCacheBytes) {
  /** Shortest bit of a full segment, in bytes: one cell. */
  public static final long BIT_LENGTH_MIN = 64 << 10;

  public RaidFrontendConfig {
    targets = Map.copyOf(targets);
    if (bitLength < BIT_LENGTH_MIN || bitLength > BitMetainfo.LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a bit has %d..%d bytes, configured are %d"
              .formatted(BIT_LENGTH_MIN, BitMetainfo.LENGTH_MAX, bitLength));
    }
    Checks.notNegative("stagingBytesMax", stagingBytesMax);
    if (!placementTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "placementTimeout must be positive, is " + placementTimeout);
    }
    long heap = Runtime.getRuntime().maxMemory();
    long most = heap / ReadLimits.PIECES_HEAP_DIVISOR_MIN;
    if (readCacheBytes.orElse(0) < 0 || readCacheBytes.orElse(0) > most) {
      throw new IllegalArgumentException(
          "what was read lately may take 0..%d bytes of a heap of %d, not %d"
              .formatted(most, heap, readCacheBytes.orElse(0)));
    }
  }

  /** With the usual storage classes, and puts acknowledged when they are on nodes. */
  public RaidFrontendConfig(
      Path dataDirectory,
      Layout defaultLayout,
      long bitLength,
      String advertisedHost,
      long stagingBytesMax,
      Duration placementTimeout,
      Optional<Passphrase> passphrase) {
    this(
        dataDirectory,
        defaultLayout,
        Map.of(),
        bitLength,
        advertisedHost,
        stagingBytesMax,
        placementTimeout,
        Ack.SPREAD,
        passphrase,
        OptionalLong.empty());
  }

  /** The same with another time of acknowledgement. */
  public RaidFrontendConfig with(Ack other) {
    return with(other, readCacheBytes);
  }

  /** The same with so much memory for what was read lately. */
  public RaidFrontendConfig withReadCache(long bytes) {
    return with(ack, OptionalLong.of(bytes));
  }

  private RaidFrontendConfig with(Ack other, OptionalLong cacheBytes) {
    return new RaidFrontendConfig(
        dataDirectory,
        defaultLayout,
        targets,
        bitLength,
        advertisedHost,
        stagingBytesMax,
        placementTimeout,
        other,
        passphrase,
        cacheBytes);
  }
}
