// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.protocol.control.Copy;
import io.fractus.protocol.control.CopyState;
import io.fractus.protocol.control.SourcesReply;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.write.ScriptedTracker;
import io.fractus.raid.write.TestStripes;
import io.fractus.torrents.InfoHash;
import io.fractus.torrents.PeerAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceBookTest {
  @TempDir Path directory;
  private final Random random = new Random(3);
  private Instant now = Instant.EPOCH;
  private final KnownCopies known = new KnownCopies(() -> now);
  private ScriptedTracker tracker;
  private SourceBook book;

  @BeforeEach
  void open() throws IOException {
    tracker = new ScriptedTracker();
    book = new SourceBook(tracker.client, known, () -> now);
  }

  @AfterEach
  void close() {
    tracker.close();
  }

  @Test
  void copies_trackerGoesAway_areWhatItLastSaid() throws IOException {
    StoredStripe stripe = stripe(false);
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("a"))));
    var before = book.copies(List.of(stripe));
    assertThat(before.values()).containsOnly(List.of(copy("a")));

    tracker.goAway();
    assertThat(book.copies(List.of(stripe))).isEqualTo(before);
    assertThat(book.copies(List.of(stripe))).isEqualTo(before);
    assertUnreachable(stripe(false));
  }

  @Test
  void copies_trackerAwayAndAllBitsStaged_areNone() throws IOException {
    StoredStripe stripe = stripe(true);
    tracker.goAway();
    assertThat(book.copies(List.of(stripe)).values()).containsOnly(List.of());
  }

  @Test
  void copies_trackerAwayAndTooFewBitsKnown_throwsUnreachable() throws IOException {
    StoredStripe stripe = stripe(false);
    tracker.copies.put(stripe.infoHashes().getFirst(), List.of(copy("a")));
    book.copies(List.of(stripe));
    tracker.goAway();
    assertUnreachable(stripe);
  }

  @Test
  void recent_fresh_asksNobody() throws IOException {
    StoredStripe stripe = stripe(false);
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("a"))));
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("a")));
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("b"))));

    now = now.plus(ReadLimits.SOURCES_FRESH);
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("a")));
    assertThat(book.copies(List.of(stripe)).values()).containsOnly(List.of(copy("b")));
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("b")));
  }

  @Test
  void recent_someSecondsOld_isRenewedWhileItIsUsed() throws IOException {
    StoredStripe stripe = stripe(false);
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("a"))));
    book.recent(List.of(stripe));
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("b"))));

    now = now.plus(ReadLimits.SOURCES_FRESH).plusMillis(1);
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("a")));
    for (int i = 0; i < 3_000 && known.of(stripe.infoHashes().getLast()).contains(copy("a")); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("b")));
  }

  @Test
  void recent_oldOrNotEnough_isAskedFor() throws IOException {
    StoredStripe stripe = stripe(false);
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("a"))));
    book.recent(List.of(stripe));
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of()));
    now = now.plus(ReadLimits.SOURCES_OLD).plusMillis(1);
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of());
    stripe.infoHashes().forEach(bit -> tracker.copies.put(bit, List.of(copy("b"))));
    assertThat(book.recent(List.of(stripe)).values()).containsOnly(List.of(copy("b")));
  }

  @Test
  void remember_moreThanItHolds_forgetsTheOldest() {
    for (int i = 0; i <= ReadLimits.KNOWN_BITS_MAX; i++) {
      known.remember(new SourcesReply.Sources(bit(i), List.of(copy("a"))));
    }
    assertThat(known.of(bit(0))).isEmpty();
    assertThat(known.of(bit(1))).isNotEmpty();
    known.remember(new SourcesReply.Sources(bit(1), List.of()));
    assertThat(known.of(bit(1))).isEmpty();
  }

  private void assertUnreachable(StoredStripe stripe) {
    assertThatThrownBy(() -> book.copies(List.of(stripe)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(Code.TRACKER_UNREACHABLE));
  }

  private StoredStripe stripe(boolean staged) throws IOException {
    StoredStripe made =
        TestStripes.write(
            Layout.parse("raid5:2+1"), directory, DataKey.random(random), new byte[9], random);
    List<StoredBit> bits =
        made.bits().stream()
            .map(bit -> new StoredBit(bit.position(), bit.metainfo(), bit.copies(), staged))
            .toList();
    return new StoredStripe(made.objectId(), 0, 0, made.plainLength(), made.layout(), bits);
  }

  private static InfoHash bit(int number) {
    return InfoHash.of(HexFormat.of().parseHex("%040x".formatted(number)));
  }

  private static Copy copy(String node) {
    return new Copy(
        node, node, "site", new PeerAddress("127.0.0.1", 7_001), CopyState.COMPLETE, true);
  }
}
