// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.PieceHasher;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownPacksTest {
  private static final Layout LAYOUT = Layout.parse("raid5:2+1");

  @TempDir Path directory;
  private Catalog catalog;
  private KnownPacks packs;
  private int names;

  @BeforeEach
  void open() {
    catalog = Catalog.open(directory.resolve("catalog.db"));
    packs = new KnownPacks(catalog);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void stripe_whileItIsStaged_isReadAnew() {
    StoredStripe pack = pack();
    assertThat(packs.stripe(pack.objectId())).contains(pack);
    catalog.unstage(pack.infoHashes());
    assertThat(packs.stripe(pack.objectId()).orElseThrow().bits())
        .noneMatch(StoredBit::staged)
        .hasSize(LAYOUT.bits());
  }

  @Test
  void stripe_onNodes_isReadOnce() {
    StoredStripe pack = pack();
    catalog.unstage(pack.infoHashes());
    StoredStripe first = packs.stripe(pack.objectId()).orElseThrow();
    assertThat(packs.stripe(pack.objectId()).orElseThrow()).isSameAs(first);
    for (int i = 0; i < ReadLimits.KNOWN_PACKS_MAX; i++) {
      StoredStripe other = pack();
      catalog.unstage(other.infoHashes());
      assertThat(packs.stripe(other.objectId())).isPresent();
    }
    assertThat(packs.stripe(pack.objectId()).orElseThrow()).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void stripe_thatIsNone_isNone() {
    assertThat(packs.stripe("00")).isEmpty();
  }

  private StoredStripe pack() {
    List<StoredBit> bits = new ArrayList<>();
    for (int position = 0; position < LAYOUT.bits(); position++) {
      byte[] pieces = PieceHasher.hash(new byte[] {(byte) ++names}, 0, 1);
      BitMetainfo metainfo =
          BitMetainfo.create("cloud", "%032x".formatted(++names), 192, 65_536, pieces);
      bits.add(new StoredBit(position, metainfo, 1, true));
    }
    StoredStripe stripe = StoredStripe.ofPack("%032x".formatted(++names), 300, LAYOUT, bits);
    catalog.packs().begin(stripe, Instant.EPOCH);
    return stripe;
  }
}
