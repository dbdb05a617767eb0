// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Secrets;
import io.fractus.raid.catalog.VersionCatalog;
import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.raid.object.Versioning;
import io.fractus.raid.seal.FrameCipher;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The versions of objects: the catalog and the readers put together. */
final class KeptVersions implements ObjectVersions {
  private final VersionCatalog catalog;
  private final Opening opening;
  private final Chore reclaiming;
  private final InstantSource clock;
  private final InstantSource lockTime;
  private final RandomGenerator random;

  KeptVersions(
      VersionCatalog catalog,
      Opening opening,
      Chore reclaiming,
      InstantSource clock,
      InstantSource lockTime,
      RandomGenerator random) {
    this.catalog = catalog;
    this.opening = opening;
    this.reclaiming = reclaiming;
    this.clock = clock;
    this.lockTime = lockTime;
    this.random = random;
  }

  @Override
  public Versioning of(String bucket) {
    return catalog.of(bucket);
  }

  @Override
  public void set(String bucket, Versioning versioning) {
    catalog.set(bucket, versioning);
  }

  @Override
  public ObjectInfo stat(ObjectKey key, String version) {
    return catalog.find(key, version).info();
  }

  @Override
  public ObjectReader open(ObjectKey key, String version) {
    return opening.open(() -> catalog.find(key, version));
  }

  @Override
  public Optional<VersionInfo> marker(ObjectKey key, Optional<String> version) {
    return catalog.marker(key, version);
  }

  @Override
  public Deletion delete(ObjectKey key, Optional<String> version, DeleteTerms terms) {
    Deletion deletion =
        catalog.delete(
            key,
            version,
            terms,
            newMarkerId(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            lockTime.instant());
    reclaiming.wake();
    return deletion;
  }

  /** Names a delete marker. */
  String newMarkerId() {
    return Secrets.newHex(random, 2 * FrameCipher.OBJECT_ID);
  }

  @Override
  public void tag(ObjectKey key, String version, Map<String, String> tags) {
    catalog.tag(key, version, tags);
  }

  @Override
  public VersionListing list(VersionListRequest request) {
    return catalog.list(request);
  }
}
