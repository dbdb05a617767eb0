// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.platform.Clocks;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.object.Checksum;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.Placement;
import io.fractus.raid.object.PutRequest;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.write.Ack;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.torrents.PeerAddress;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.LibtorrentEngine;
import io.fractus.torrents.engine.TorrentEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A store whose one node is the gateway itself, and whose time can be moved on. */
final class LoneStore implements AutoCloseable {
  /** Two copies are wanted and one is found, here and in the classes: bits stay in staging. */
  static final String LAYOUT = "raid5:2+1x2";

  static final String BUCKET = "bucket";
  private static final Duration WAIT = Duration.ofSeconds(60);

  final ScriptedTracker tracker = new ScriptedTracker();
  final TorrentEngine engine = LibtorrentEngine.start(EngineConfig.listening("127.0.0.1", 0));
  private final Contacts contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
  private final Path directory;
  private final Ack ack;
  private volatile Duration later = Duration.ZERO;
  private volatile Duration passed = Duration.ZERO;
  RaidFrontend store;

  LoneStore(Path directory) throws IOException {
    this(directory, Ack.SPREAD);
  }

  LoneStore(Path directory, Ack ack) throws IOException {
    this.directory = directory;
    this.ack = ack;
    tracker.holder = Optional.of(new PeerAddress("127.0.0.1", engine.port()));
    store = open();
    store.createBucket(BUCKET);
  }

  /** Its days are over sooner from now on. */
  void moveOn(Duration by) {
    later = by;
  }

  void put(Map<String, byte[]> bodies, String key, int size) throws IOException {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    PutRequest request =
        new PutRequest(
            key(key),
            OptionalLong.of(size),
            Optional.of("text/plain"),
            Map.of("x-amz-meta-a", "b"),
            Optional.empty(),
            false,
            Optional.empty(),
            () -> Optional.of(new Checksum("CRC32", "AAAAAA==", false)),
            Map.of("tag", "value"));
    ObjectInfo info = store.put(request, new ByteArrayInputStream(body));
    bodies.put(key + info.etag(), body);
  }

  void multipart(Map<String, byte[]> bodies, String key) throws IOException {
    byte[] body = new byte[(5 << 20) + 300_000];
    new Random(1).nextBytes(body);
    UploadInfo upload =
        store
            .uploads()
            .create(
                new UploadRequest(
                    key(key),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()));
    List<CompleteRequest.Part> parts = new ArrayList<>();
    int from = 0;
    for (int number : new int[] {1, 7}) {
      int length = number == 1 ? 5 << 20 : body.length - from;
      PartRequest request =
          new PartRequest(
              key(key),
              upload.uploadId(),
              number,
              OptionalLong.of(length),
              () -> Optional.of(new Checksum("CRC32", "AAAAAA==", false)));
      String etag =
          store.uploads().put(request, new ByteArrayInputStream(body, from, length)).etag();
      parts.add(new CompleteRequest.Part(number, etag));
      from += length;
    }
    ObjectInfo info =
        store
            .uploads()
            .complete(
                new CompleteRequest(
                    key(key),
                    upload.uploadId(),
                    parts,
                    false,
                    Optional.empty(),
                    known -> Optional.empty()));
    bodies.put(key + info.etag(), body);
  }

  List<VersionInfo> versions() {
    return store.versions().list(new VersionListRequest(BUCKET, "", "", "", "", 1_000)).versions();
  }

  byte[] read(ObjectInfo object) throws IOException {
    try (ObjectReader reader = store.versions().open(object.key(), object.version())) {
      return read(reader);
    }
  }

  static byte[] read(ObjectReader reader) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.writeTo(out, 0, reader.info().size());
    return out.toByteArray();
  }

  List<String> bits(String key) {
    return bits(key(key));
  }

  List<String> bits(ObjectKey key) {
    return store.placement(key).stripes().stream()
        .flatMap(stripe -> stripe.bits().stream())
        .map(Placement.BitView::infoHash)
        .toList();
  }

  List<String> seeded() {
    return engine.list().stream().map(torrent -> torrent.bit().toString()).toList();
  }

  static ObjectKey key(String key) {
    return new ObjectKey(BUCKET, key);
  }

  void awaitMoved(int objects) {
    awaitTrue(() -> store.transitions().objects() >= objects);
    assertThat(store.transitions().objects()).isEqualTo(objects);
    assertThat(store.transitions().failed()).isZero();
  }

  static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** It begins an hour after the one before. */
  void nextRound() {
    passed = passed.plus(Duration.ofHours(1));
  }

  /** A round begins with a start. */
  void startAgain() {
    store.close();
    store = open();
  }

  /** So long has everybody waited. */
  void letPass(Duration time) {
    passed = passed.plus(time);
  }

  /** For a gateway with small bits. */
  static RaidFrontendConfig config(Path directory, String layout) {
    return new RaidFrontendConfig(
        directory,
        Layout.parse(layout),
        1 << 20,
        "127.0.0.1",
        1 << 30,
        Duration.ofSeconds(30),
        Optional.empty());
  }

  private RaidFrontend open() {
    Clocks clocks = Clocks.system();
    return RaidFrontend.open(
        config(directory, LAYOUT).with(ack),
        engine,
        tracker.client,
        contacts,
        "cloud",
        new Clocks(
            () -> clocks.wall().instant().plus(later),
            () -> clocks.steady().instant().plus(passed)),
        new SecureRandom());
  }

  @Override
  public void close() {
    store.close();
    contacts.close();
    engine.close();
    tracker.close();
  }
}
