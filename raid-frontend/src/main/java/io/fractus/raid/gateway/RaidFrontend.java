// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import io.fractus.platform.Clocks;
import io.fractus.platform.DataDirectory;
import io.fractus.protocol.control.TrackerClient;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.PackTotals;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.lifecycle.TransitionTotals;
import io.fractus.raid.object.BucketBook;
import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.BucketNames;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Lifecycles;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.ObjectLocks;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectStore;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.pack.Compactor;
import io.fractus.raid.pack.PackLimits;
import io.fractus.raid.read.KnownCopies;
import io.fractus.raid.read.PackReader;
import io.fractus.raid.read.ReadTotals;
import io.fractus.raid.read.Readers;
import io.fractus.raid.read.RecentPieces;
import io.fractus.raid.seal.KeyRing;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.CopyKeeper;
import io.fractus.raid.write.CopyProbe;
import io.fractus.raid.write.PackWriter;
import io.fractus.raid.write.Reclaimer;
import io.fractus.raid.write.Spreader;
import io.fractus.raid.write.Unstaging;
import io.fractus.raid.write.WriteLimits;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The object store of one gateway: catalog, staging, writer, readers and chores put together. */
public final class RaidFrontend implements ObjectStore {
  /** The version of the data directory's layout. */
  public static final int FORMAT = 1;

  private final Layouts layouts;
  private final DataDirectory directory;
  private final Catalog catalog;
  private final KeyRing keys;
  private final StagingArea staging;
  private final Writing writing;
  private final Compactor compactor;
  private final Reading reading;
  private final Placements placements;
  private final InstantSource clock;
  private final Pins pins = new Pins();
  private final Chore keeping;
  private final Chore reclaiming;
  private final Multiparts uploads;
  private final Opening opening;
  private final KeptVersions versions;
  private final KnownLifecycles lifecycles;
  private final Ageing ageing;
  private final KeptLocks locks;
  private final Chore compacting;
  private final Rebuilding rebuilding;
  private final Planning planning;

  private RaidFrontend(
      RaidFrontendConfig config,
      DataDirectory directory,
      Catalog catalog,
      TorrentEngine engine,
      TrackerClient tracker,
      Contacts contacts,
      String cloudId,
      Clocks clocks,
      SecureRandom random)
      throws IOException {
    Path path = directory.path();
    this.layouts = Layouts.open(catalog, config, tracker::plan, clocks.wall());
    this.directory = directory;
    this.catalog = catalog;
    this.clock = clocks.wall();
    this.keys = GatewayKeys.open(path, config.passphrase(), catalog, random);
    this.staging =
        StagingArea.open(
            path.resolve("staging"),
            config.stagingBytesMax(),
            catalog.stagedBits().stream().map(StoredBit::metainfo).toList());
    KnownCopies known = new KnownCopies(clocks.steady());
    CopyProbe probe = new CopyProbe(staging, tracker, contacts, clocks.steady(), random);
    Spreader spreader = spreader(config, staging, engine, tracker, probe, clocks.steady());
    this.writing =
        new Writing(
            catalog,
            staging,
            spreader,
            keys,
            cloudId,
            config.bitLength(),
            config.ack(),
            clock,
            random);
    PackWriter packs = writing.packs();
    OptionalLong cache = config.readCacheBytes();
    this.reading = new Reading(staging, tracker, known, contacts, cache, clocks.steady());
    Readers readers = reading.readers();
    this.placements =
        new Placements(catalog, staging, readers.sources(), new StripeOutlooks(tracker::explain));
    spreader.seedAgain(catalog.stagedBits());
    Unstaging unstaging = new Unstaging(staging, engine);
    CopyKeeper keeper =
        new CopyKeeper(
            catalog, tracker, known::remember, spreader, probe, unstaging::remove, clocks.steady());
    Reclaimer reclaimer = new Reclaimer(catalog, tracker, unstaging::remove, pins::contains);
    this.keeping = new Chore("keeping copies", keeper::pass, WriteLimits.KEEPER_PAUSE);
    this.reclaiming = new Chore("reclaiming bits", reclaimer::pass, WriteLimits.RECLAIM_PAUSE);
    this.uploads =
        new Multiparts(catalog.multipart(), writing.objects(), layouts, clock, keeping, reclaiming);
    this.opening = new Opening(catalog, keys, readers, pins);
    this.locks = new KeptLocks(catalog.locks(), clocks);
    this.versions =
        new KeptVersions(catalog.versions(), opening, reclaiming, clock, locks::time, random);
    this.lifecycles = new KnownLifecycles(catalog.lifecycles());
    this.ageing =
        new Ageing(
            catalog,
            lifecycles,
            readers,
            packs,
            pins,
            layouts,
            versions,
            locks,
            reclaiming,
            clocks);
    this.compactor =
        new Compactor(catalog, new PackReader(readers), packs, reclaiming::wake, clocks);
    this.compacting = new Chore("compacting packs", compactor::pass, PackLimits.COMPACT_PAUSE);
    this.rebuilding = new Rebuilding(catalog, readers, spreader, tracker, keeping, clocks);
    this.planning = layouts.planning();
  }

  private static Spreader spreader(
      RaidFrontendConfig config,
      StagingArea staging,
      TorrentEngine engine,
      TrackerClient tracker,
      CopyProbe probe,
      InstantSource steady) {
    PeerAddress self = new PeerAddress(config.advertisedHost(), engine.port());
    return new Spreader(staging, engine, tracker, self, probe, config.placementTimeout(), steady);
  }

  /**
   * Opens the store of a gateway; its staged bits are seeded again, and what was cut off is
   * reclaimed.
   *
   * @param engine serves staged bits; stays the caller's to close, after this
   * @param tracker asked with the gateway token; stays the caller's to close, after this
   * @param contacts how nodes are read from; stay the caller's to close, after this
   * @param cloudId of the tracker's cloud
   * @throws io.fractus.platform.DataDirectoryException if the directory cannot be used
   */
  public static RaidFrontend open(
      RaidFrontendConfig config,
      TorrentEngine engine,
      TrackerClient tracker,
      Contacts contacts,
      String cloudId,
      Clocks clocks,
      SecureRandom random) {
    DataDirectory directory = DataDirectory.open(config.dataDirectory(), "gateway", FORMAT);
    try {
      Catalog catalog = Catalog.open(directory.path().resolve("catalog.db"));
      try {
        return new RaidFrontend(
            config, directory, catalog, engine, tracker, contacts, cloudId, clocks, random);
      } catch (IOException | RuntimeException e) {
        catalog.close();
        throw e;
      }
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    } catch (IOException e) {
      directory.close();
      throw new UncheckedIOException(
          "cannot open the store in " + directory.path() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void createBucket(String bucket) {
    BucketNames.checkNew(bucket);
    catalog.createBucket(bucket, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  @Override
  public void deleteBucket(String bucket) {
    catalog.deleteBucket(bucket);
    lifecycles.forget(bucket);
  }

  @Override
  public Optional<BucketInfo> bucket(String bucket) {
    return catalog.bucket(bucket);
  }

  @Override
  public List<BucketInfo> buckets() {
    return catalog.buckets();
  }

  @Override
  public StorageClass storageClass(String bucket) {
    return catalog.storageClass(bucket);
  }

  @Override
  public void setStorageClass(String bucket, StorageClass storageClass) {
    catalog.setStorageClass(bucket, storageClass);
  }

  @Override
  public ObjectInfo put(PutRequest request, InputStream body) throws IOException {
    String name = layouts.name(request.key().bucket(), request.layout());
    Layout layout = layouts.of(name);
    if (request.ifNoneMatchAny() || request.ifMatch().isPresent()) {
      MultipartUploads.check(
          request.key(), request.ifNoneMatchAny(), request.ifMatch(), stat(request.key()));
    }
    try {
      ObjectInfo info = writing.packer().put(request.with(name), layout, body);
      keeping.wake();
      return info;
    } finally {
      reclaiming.wake();
    }
  }

  @Override
  public Optional<ObjectInfo> stat(ObjectKey key) {
    return catalog.find(key).map(StoredObject::info);
  }

  @Override
  public ObjectReader open(ObjectKey key) {
    return opening.open(() -> find(key));
  }

  private StoredObject find(ObjectKey key) {
    return catalog
        .find(key)
        .orElseThrow(() -> new StoreException(Code.NO_SUCH_KEY, "there is no object at " + key));
  }

  @Override
  public boolean delete(ObjectKey key) {
    return versions.delete(key, Optional.empty(), DeleteTerms.PLAIN).found();
  }

  @Override
  public ObjectListing list(ListRequest request) {
    return catalog.list(request);
  }

  @Override
  public ObjectVersions versions() {
    return versions;
  }

  @Override
  public ObjectLocks locks() {
    return locks;
  }

  /** Says that the wall clock is right as it is set now: locks end by it. */
  public void trustClock() {
    locks.trustClock();
  }

  @Override
  public Lifecycles lifecycles() {
    return lifecycles;
  }

  @Override
  public MultipartUploads uploads() {
    return uploads;
  }

  @Override
  public BucketBook book() {
    return catalog.book(clock);
  }

  @Override
  public void tag(ObjectKey key, Map<String, String> tags) {
    catalog.tag(key, tags);
  }

  @Override
  public Placement placement(ObjectKey key) {
    StoredObject object = opening.pinned(() -> find(key));
    try {
      return placements.of(object);
    } finally {
      opening.unpin(object);
    }
  }

  /** What keys are wrapped with here; others may wrap what they keep beside the catalog. */
  public KeyRing keys() {
    return keys;
  }

  @Override
  public List<ClassStatus> classes() {
    return layouts.classes();
  }

  /** What lies in packs now. */
  public PackTotals packTotals() {
    return catalog.packs().totals();
  }

  /** What was read from nodes so far. */
  public ReadTotals readTotals() {
    return reading.totals();
  }

  /** What reads found in memory so far. */
  public RecentPieces.Totals recentPieces() {
    return reading.recent();
  }

  /** What has moved to other storage classes since the start. */
  public TransitionTotals transitions() {
    return ageing.transitions();
  }

  /** One round of compaction now; returns whether there was anything to do. */
  boolean compact() {
    return compactor.pass();
  }

  @Override
  public void close() {
    compactor.cancel();
    writing.close();
    compacting.close();
    rebuilding.close();
    planning.close();
    ageing.close();
    locks.close();
    keeping.close();
    reclaiming.close();
    reading.close();
    catalog.close();
    directory.close();
  }
}
