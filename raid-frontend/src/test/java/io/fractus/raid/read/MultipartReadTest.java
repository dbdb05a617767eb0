// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadRequest;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object of parts, each sealed on its own, read as one from staging. */
class MultipartReadTest {
  private static final ObjectKey KEY = new ObjectKey("bucket", "big");
  private static final Layout LAYOUT = Layout.parse("raid5:2+1");
  private static final int MIN = (int) MultipartUploads.PART_BYTES_MIN;
  private static final long SEED = 11;

  @TempDir Path directory;
  private final Random random = new Random(SEED);
  private final Map<String, DataKey> keys = new HashMap<>();
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final List<CompleteRequest.Part> parts = new ArrayList<>();
  private Catalog catalog;
  private ScriptedTracker tracker;
  private Contacts contacts;

  @BeforeEach
  void open() throws IOException {
    tracker = new ScriptedTracker();
    contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
    catalog = Catalog.open(directory.resolve("catalog.db"));
    catalog.createBucket("bucket", Instant.EPOCH);
  }

  @AfterEach
  void close() {
    catalog.close();
    contacts.close();
    tracker.close();
  }

  @Test
  void read_anyRangeAcrossParts_givesTheBytes() throws IOException {
    StoredObject object = store();
    byte[] expected = plain.toByteArray();
    StoredObjectReader reader = reader(object, this::cipher);
    assertThat(read(reader, 0, expected.length)).isEqualTo(expected);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(expected.length);
      int length = random.nextInt(Math.min(expected.length - from, 1 << random.nextInt(4, 23)));
      assertThat(read(reader, from, length))
          .as("seed %d: %d+%d", SEED, from, length)
          .isEqualTo(Arrays.copyOfRange(expected, from, from + length));
    }
    assertThat(read(reader, MIN - 1, 2)).isEqualTo(Arrays.copyOfRange(expected, MIN - 1, MIN + 1));
    reader.checkAvailable(0, expected.length);
  }

  @Test
  void read_partWithTheKeyOfAnother_doesNotOpen() throws IOException {
    StoredObject object = store();
    DataKey other = DataKey.random(random);
    StoredObjectReader reader =
        reader(object, id -> new FrameCipher(other, HexFormat.of().parseHex(id)));
    assertThatThrownBy(() -> read(reader, 0, 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("does not open");
  }

  private StoredObject store() throws IOException {
    UploadInfo upload =
        catalog
            .multipart()
            .create(
                "%032x".formatted(1),
                new byte[] {1},
                new UploadRequest(
                    KEY, Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Map.of()),
                LAYOUT.toString(),
                Instant.EPOCH);
    put(upload, 1, MIN);
    put(upload, 2, MIN + 70_001);
    put(upload, 5, 1);
    CompleteRequest request =
        new CompleteRequest(
            KEY, upload.uploadId(), parts, false, Optional.empty(), known -> Optional.empty());
    catalog.multipart().complete(request, Instant.EPOCH);
    return catalog.find(KEY).orElseThrow();
  }

  private void put(UploadInfo upload, int number, int size) throws IOException {
    byte[] id = new byte[FrameCipher.OBJECT_ID];
    random.nextBytes(id);
    String name = HexFormat.of().formatHex(id);
    keys.put(name, DataKey.random(random));
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    plain.write(bytes);
    catalog.begin(name, KEY, Instant.EPOCH);
    // The writer of tests clears the directory that it writes to.
    Path written = directory.resolve("part");
    for (StoredStripe stripe : TestStripes.write(LAYOUT, written, key(name), id, bytes, random)) {
      catalog.addStripe(stripe);
      for (StoredBit bit : stripe.bits()) {
        Path staged = Files.createDirectories(directory.resolve("staging"));
        Files.move(written.resolve(bit.metainfo().name()), staged.resolve(bit.metainfo().name()));
      }
    }
    PartInfo part = new PartInfo(number, 0, size, "e" + number, Instant.EPOCH, Optional.empty());
    catalog.multipart().commitPart(KEY, upload.uploadId(), name, part, new byte[] {1});
    parts.add(new CompleteRequest.Part(number, "e" + number));
  }

  private FrameCipher cipher(String id) {
    return new FrameCipher(key(id), HexFormat.of().parseHex(id));
  }

  private DataKey key(String id) {
    return Optional.ofNullable(keys.get(id)).orElseThrow();
  }

  private StoredObjectReader reader(StoredObject object, Function<String, FrameCipher> ciphers)
      throws IOException {
    Hedging hedging = new Hedging(InstantSource.system());
    Readers readers =
        new Readers(
            StagingArea.open(
                directory.resolve("staging"),
                1 << 30,
                catalog.stagedBits().stream().map(b -> b.metainfo()).toList()),
            stripes -> Map.of(),
            contacts,
            new Shunned(InstantSource.system()),
            hedging,
            new Explorer(contacts, hedging, _ -> {}),
            report -> {},
            new MemoryBudget(64 << 20));
    return new StoredObjectReader(
        object, new Known(ciphers), catalog, Stripes.of(object, catalog), readers, () -> {});
  }

  /** The keys of an object that was sealed without any of a client. */
  private record Known(Function<String, FrameCipher> ciphers) implements FrameKeys {
    @Override
    public void unlock(CustomerKey key) {
      throw new StoreException(Code.CUSTOMER_KEY_MISMATCH, "there is none");
    }

    @Override
    public void check() {}

    @Override
    public FrameCipher of(String id) {
      return ciphers.apply(id);
    }
  }

  private static byte[] read(StoredObjectReader reader, long from, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    reader.writeTo(out, from, length);
    return out.toByteArray();
  }
}
