// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.BucketInfo;
import io.fractus.raid.object.BucketNames;
import io.fractus.raid.object.ClassStatus;
import io.fractus.raid.object.CustomerKey;
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
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An object store in memory, which can be told to fail. Thread-safe. */
public final class MemoryStore implements ObjectStore {
  static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  /** An object with its bytes. */
  static final class Stored {
    private final ObjectInfo info;
    private final byte[] bytes;
    private final List<PartInfo> parts;

    Stored(ObjectInfo info, byte[] bytes, List<PartInfo> parts) {
      this.info = info;
      this.bytes = bytes;
      this.parts = parts;
    }

    List<PartInfo> parts() {
      return parts;
    }

    ObjectInfo info() {
      return info;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  private final InstantSource clock;
  private final MemoryUploads uploads = new MemoryUploads(this);
  private final MemoryBook book = new MemoryBook(this);
  private final NavigableMap<String, NavigableMap<String, Stored>> buckets = new TreeMap<>();
  private final NavigableMap<String, Instant> created = new TreeMap<>();
  private final MemoryLifecycles lifecycles = new MemoryLifecycles();
  private final Map<String, StorageClass> classes = new HashMap<>();
  private @Nullable StoreException putFailure;
  private @Nullable StoreException readFailure;
  private int breakAfter = -1;

  public MemoryStore(InstantSource clock) {
    this.clock = clock;
  }

  /** Empty again, and nothing fails any more. */
  public synchronized void clear() {
    buckets.clear();
    created.clear();
    classes.clear();
    lifecycles.clear();
    uploads.clear();
    book.clear();
    putFailure = null;
    readFailure = null;
    breakAfter = -1;
  }

  /** Puts fail after the body was read. */
  public synchronized void failPuts(Code code, String message) {
    putFailure = new StoreException(code, message);
  }

  /** Reads fail before the first byte. */
  public synchronized void failReads(Code code, String message) {
    readFailure = new StoreException(code, message);
  }

  /** Reads fail after so many bytes. */
  public synchronized void breakReadsAfter(int bytes) {
    breakAfter = bytes;
  }

  public synchronized byte[] bytes(String bucket, String key) {
    return require(new ObjectKey(bucket, key)).bytes();
  }

  @Override
  public synchronized void createBucket(String bucket) {
    BucketNames.checkNew(bucket);
    if (buckets.containsKey(bucket)) {
      throw new StoreException(Code.BUCKET_EXISTS, "bucket '" + bucket + "' is there already");
    }
    buckets.put(bucket, new TreeMap<>(BYTES));
    created.put(bucket, clock.instant());
  }

  @Override
  public synchronized void deleteBucket(String bucket) {
    if (!objects(bucket).isEmpty()) {
      throw new StoreException(Code.BUCKET_NOT_EMPTY, "bucket '" + bucket + "' has objects");
    }
    uploads.forget(bucket);
    book.forget(bucket);
    buckets.remove(bucket);
    created.remove(bucket);
    classes.remove(bucket);
  }

  @Override
  public synchronized Optional<BucketInfo> bucket(String bucket) {
    return Optional.ofNullable(created.get(bucket)).map(when -> new BucketInfo(bucket, when));
  }

  @Override
  public synchronized List<BucketInfo> buckets() {
    return created.entrySet().stream()
        .map(entry -> new BucketInfo(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public ObjectInfo put(PutRequest request, InputStream body) throws IOException {
    synchronized (this) {
      objects(request.key().bucket());
    }
    byte[] bytes = body.readAllBytes();
    if (request.length().isPresent() && request.length().getAsLong() != bytes.length) {
      throw new StoreException(Code.BODY_LENGTH_MISMATCH, "the body has " + bytes.length);
    }
    synchronized (this) {
      if (putFailure != null) {
        throw putFailure;
      }
      if (request.layout().filter(layout -> layout.startsWith("bad")).isPresent()) {
        throw new StoreException(Code.UNKNOWN_LAYOUT, "no layout '" + request.layout().get() + "'");
      }
      NavigableMap<String, Stored> objects = objects(request.key().bucket());
      MultipartUploads.check(
          request.key(), request.ifNoneMatchAny(), request.ifMatch(), stat(request.key()));
      Optional<String> name = request.layout().or(() -> classOf(request.key().bucket()));
      ObjectInfo standard =
          new ObjectInfo(
              request.key(),
              bytes.length,
              md5(bytes),
              clock.instant(),
              request.contentType().orElse("binary/octet-stream"),
              request.metadata(),
              layout(name),
              0,
              request.checksum().get(),
              request.tags());
      ObjectInfo info = standard.of(StorageClass.of(name));
      objects.put(request.key().key(), new Stored(info, bytes, List.of()));
      return info;
    }
  }

  /** Of a storage class or a layout. */
  static String layout(Optional<String> name) {
    return name.flatMap(StorageClass::named)
        .map(named -> named.layout().orElse("raid6:4+2x2"))
        .or(() -> name)
        .orElse("raid6:4+2x2");
  }

  private Optional<String> classOf(String bucket) {
    return Optional.of(storageClass(bucket).name());
  }

  @Override
  public synchronized StorageClass storageClass(String bucket) {
    objects(bucket);
    return classes.getOrDefault(bucket, StorageClass.STANDARD);
  }

  @Override
  public synchronized void setStorageClass(String bucket, StorageClass storageClass) {
    objects(bucket);
    classes.put(bucket, storageClass);
  }

  @Override
  public synchronized Optional<ObjectInfo> stat(ObjectKey key) {
    return Optional.ofNullable(objects(key.bucket()).get(key.key())).map(Stored::info);
  }

  @Override
  public synchronized ObjectReader open(ObjectKey key) {
    Stored stored = require(key);
    return new Reader(stored, readFailure, breakAfter);
  }

  @Override
  public synchronized boolean delete(ObjectKey key) {
    return objects(key.bucket()).remove(key.key()) != null;
  }

  @Override
  public synchronized ObjectListing list(ListRequest request) {
    List<ObjectInfo> found = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>(BYTES);
    String last = null;
    for (Stored stored : objects(request.bucket()).values()) {
      String key = stored.info().key().key();
      String entry = entry(key, request);
      boolean passed =
          !key.startsWith(request.prefix())
              || (!request.after().isEmpty() && BYTES.compare(entry, request.after()) <= 0)
              || prefixes.contains(entry);
      if (passed) {
        continue;
      }
      if (found.size() + prefixes.size() == request.max()) {
        return new ObjectListing(found, List.copyOf(prefixes), last);
      }
      last = entry;
      if (entry.equals(key)) {
        found.add(stored.info());
      } else {
        prefixes.add(entry);
      }
    }
    return new ObjectListing(found, List.copyOf(prefixes), null);
  }

  private static String entry(String key, ListRequest request) {
    int from = request.prefix().length();
    int at =
        request.delimiter().isEmpty() || !key.startsWith(request.prefix())
            ? -1
            : key.indexOf(request.delimiter(), from);
    return at < 0 ? key : key.substring(0, at + request.delimiter().length());
  }

  @Override
  public MemoryBook book() {
    return book;
  }

  @Override
  public ObjectLocks locks() {
    return new MemoryLocks(this);
  }

  @Override
  public Lifecycles lifecycles() {
    return lifecycles;
  }

  @Override
  public ObjectVersions versions() {
    return new MemoryVersions(this);
  }

  @Override
  public MemoryUploads uploads() {
    return uploads;
  }

  @Override
  public synchronized void tag(ObjectKey key, Map<String, String> tags) {
    Stored stored = require(key);
    ObjectInfo info = stored.info().tagged(tags);
    objects(key.bucket()).put(key.key(), new Stored(info, stored.bytes(), stored.parts()));
  }

  /** Puts an object that was made of parts. */
  synchronized void store(Stored stored) {
    objects(stored.info().key().bucket()).put(stored.info().key().key(), stored);
  }

  InstantSource clock() {
    return clock;
  }

  @Override
  public List<ClassStatus> classes() {
    return Samples.classes();
  }

  @Override
  public synchronized Placement placement(ObjectKey key) {
    return Samples.placement(require(key).info());
  }

  @Override
  public void close() {}

  /** How many objects there are. */
  public synchronized int count() {
    return buckets.values().stream().mapToInt(Map::size).sum();
  }

  synchronized NavigableMap<String, Stored> objects(String bucket) {
    NavigableMap<String, Stored> objects = buckets.get(bucket);
    if (objects == null) {
      throw new StoreException(Code.NO_SUCH_BUCKET, "there is no bucket '" + bucket + "'");
    }
    return objects;
  }

  private Stored require(ObjectKey key) {
    Stored stored = objects(key.bucket()).get(key.key());
    if (stored == null) {
      throw new StoreException(Code.NO_SUCH_KEY, "there is no object " + key);
    }
    return stored;
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Reader(Stored stored, @Nullable StoreException failure, int breakAfter)
      implements ObjectReader {
    @Override
    public ObjectInfo info() {
      return stored.info();
    }

    @Override
    public void unlock(CustomerKey key) {
      throw new StoreException(Code.CUSTOMER_KEY_MISMATCH, "objects in memory have none");
    }

    @Override
    public PartListing parts(int after, int max) {
      return MemoryUploads.page(stored.parts(), after, max);
    }

    @Override
    public void checkAvailable(long offset, long length) {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void writeTo(OutputStream out, long offset, long length) throws IOException {
      int good = breakAfter < 0 ? (int) length : (int) Math.min(breakAfter, length);
      out.write(stored.bytes(), (int) offset, good);
      if (good < length) {
        throw new StoreException(Code.STRIPE_UNAVAILABLE, "stripe 1 lacks 2 bits");
      }
    }

    @Override
    public void close() {}
  }
}
