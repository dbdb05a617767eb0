// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.contact.Contacts;
import io.fractus.raid.memory.MemoryBudget;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.staging.StagingArea;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.SealedSource;
import io.fractus.raid.write.TestStripes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read sealed and written in another layout is what a put in that layout writes. */
class SealedReaderTest {
  @TempDir Path seen;
  @TempDir Path made;
  @TempDir Path expected;
  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({
    "raid5:2+1x2, raid6:4+2x2, 1, 0",
    "raid5:2+1, rs:10+6, 70000, 1",
    "raid6:4+2x2, rs:10+6, 900000, 2",
    "rs:10+4, raid5:4+1x2, 3900000, 4",
    "raid6:4+2x2, raid7:8+3x2, 4193280, 1",
    "rs:10+6, rs:16+8, 10000000, 6"
  })
  void next_writtenInAnotherLayout_isAsIfItHadBeenPutThere(
      String from, String to, int length, int missing) throws IOException {
    byte[] plain = new byte[length];
    random.nextBytes(plain);
    DataKey key = DataKey.random(random);
    StoredStripe stripe = TestStripes.write(Layout.parse(from), seen, key, plain, random);
    assertThat(stripe.plainLength()).isEqualTo(length);
    for (int bit = 0; bit < missing; bit++) {
      Files.delete(seen.resolve(stripe.bits().get(bit).metainfo().name()));
    }
    StoredStripe result;
    try (ScriptedTracker tracker = new ScriptedTracker();
        Contacts contacts = Contacts.open(tracker.client, "127.0.0.1", 0, "127.0.0.1");
        SealedReader reader = new SealedReader(stripe, "b/k", readers(stripe, contacts))) {
      result = TestStripes.write(Layout.parse(to), made, source(stripe, reader), random);
    }
    StoredStripe put = TestStripes.write(Layout.parse(to), expected, key, plain, random);
    assertThat(result.plainLength()).isEqualTo(length);
    assertThat(result.sealedLength()).isEqualTo(put.sealedLength());
    for (int bit = 0; bit < put.bits().size(); bit++) {
      assertThat(made.resolve(result.bits().get(bit).metainfo().name()))
          .hasSameBinaryContentAs(expected.resolve(put.bits().get(bit).metainfo().name()));
    }
  }

  private Readers readers(StoredStripe stripe, Contacts contacts) throws IOException {
    Hedging hedging = new Hedging(InstantSource.system());
    return new Readers(
        StagingArea.open(seen, 1 << 30, stripe.bits().stream().map(bit -> bit.metainfo()).toList()),
        stripes -> Map.of(),
        contacts,
        new Shunned(InstantSource.system()),
        hedging,
        new Explorer(contacts, hedging, _ -> {}),
        report -> {},
        new MemoryBudget(0));
  }

  private static SealedSource source(StoredStripe stripe, SealedReader reader) {
    return new SealedSource() {
      @Override
      public long sealedLength() {
        return stripe.sealedLength();
      }

      @Override
      public long plainLength() {
        return stripe.plainLength();
      }

      @Override
      public byte[] next() {
        return reader.next();
      }
    };
  }
}
