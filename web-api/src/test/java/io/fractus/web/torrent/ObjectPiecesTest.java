// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PartListing;
import io.fractus.torrents.PieceHasher;
import io.fractus.web.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashes of large objects: who waits for them, who does not, and where they are kept. */
class ObjectPiecesTest {
  private static final int SIZE = (int) Limits.TORRENT_AT_ONCE_BYTES_MAX + 1;
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path directory;

  /** An object of zeros, which is read when it is let. */
  private record Zeros(ObjectInfo info, CountDownLatch let) implements ObjectReader {
    @Override
    public void unlock(CustomerKey key) {
      throw new UnsupportedOperationException("zeros are not sealed with a key of a client");
    }

    @Override
    public PartListing parts(int after, int max) {
      return new PartListing(List.of(), false);
    }

    @Override
    public void checkAvailable(long offset, long length) {}

    @Override
    public void writeTo(OutputStream out, long offset, long length) throws IOException {
      try {
        let.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      out.write(new byte[(int) length], (int) offset, (int) length);
    }

    @Override
    public void close() {}
  }

  private static ObjectInfo object(String key, String etag) {
    return new ObjectInfo(
        new ObjectKey("bkt", key),
        SIZE,
        etag,
        Instant.EPOCH,
        "text/plain",
        Map.of(),
        "raid1:1+0x1");
  }

  private ObjectPieces pieces(Duration patience) {
    return new ObjectPieces(directory.resolve("torrents"), InstantSource.system(), patience);
  }

  private static CountDownLatch open() {
    return new CountDownLatch(0);
  }

  @Test
  void of_largeObjects_doesNotWaitForeverNorMakeManyAtOnce() throws IOException {
    CountDownLatch let = new CountDownLatch(1);
    byte[] expected = PieceHasher.hash(new byte[SIZE], 0, (int) Limits.TORRENT_PIECE_BYTES_MIN);
    try (ObjectPieces pieces = pieces(Duration.ZERO);
        ObjectPieces patient = pieces(LONG)) {
      for (int i = 0; i < Limits.TORRENT_JOBS_MAX; i++) {
        ObjectInfo info = object("key " + i, "e");
        assertThatThrownBy(() -> pieces.of(info, () -> new Zeros(info, let)))
            .isInstanceOf(NotReadyException.class)
            .hasMessageContaining("0 of the object's " + SIZE + " bytes");
      }
      ObjectInfo third = object("third", "e");
      assertThatThrownBy(() -> pieces.of(third, () -> new Zeros(third, open())))
          .isInstanceOf(NotReadyException.class)
          .hasMessageContaining("other large objects");
      let.countDown();
      assertThat(patient.of(third, () -> new Zeros(third, open())))
          .hasSize(17 * 20)
          .startsWith(expected);
    }
  }

  @Test
  void of_objectThatWasReplacedMeanwhile_makesNoneOfTheTwo() {
    ObjectInfo seen = object("key", "before");
    ObjectInfo now = object("key", "after");
    try (ObjectPieces pieces = pieces(LONG)) {
      assertThatThrownBy(() -> pieces.of(seen, () -> new Zeros(now, open())))
          .isInstanceOf(NotReadyException.class)
          .hasMessageContaining("replaced");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void of_anObjectWhoseFileIsBroken_makesItAnew() throws IOException {
    ObjectInfo info = object("key", "e");
    try (ObjectPieces pieces = pieces(LONG)) {
      byte[] first = pieces.of(info, () -> new Zeros(info, open()));
      Path file;
      try (Stream<Path> files = Files.list(directory.resolve("torrents"))) {
        file = files.findFirst().orElseThrow();
      }
      assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
      Files.write(file, new byte[7]);
      assertThat(pieces.of(info, () -> new Zeros(info, open()))).isEqualTo(first);
      assertThat(file).hasBinaryContent(first);
    }
  }

  @Test
  void files_moreThanAreKept_loseTheOnesUsedLeastLately() {
    Instant[] now = {Instant.now()};
    PieceFiles files = new PieceFiles(directory, 3, () -> now[0]);
    for (String name : List.of("a", "b", "c", "d")) {
      files.write(name, new byte[20]);
      now[0] = now[0].plusSeconds(100);
      if (name.equals("c")) {
        assertThat(files.read("a", 20)).isPresent();
        assertThat(files.read("c", 20)).isPresent();
        assertThat(files.read("c", 40)).isEmpty();
      }
    }
    assertThat(directory).isDirectoryNotContaining("glob:**/b");
    assertThat(files.read("a", 20)).isPresent();
    assertThat(files.read("d", 20)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 262144",
    "1, 262144",
    "536870912, 262144",
    "536870913, 524288",
    "5368709120, 4194304"
  })
  void pieceLength_ofASize_makesNotTooManyPieces(long size, int length) {
    assertThat(ObjectTorrent.pieceLength(size)).isEqualTo(length);
  }

  @Test
  void name_ofALongKey_isCutBetweenCharactersAndKeepsItsEnding() {
    assertThat(ObjectTorrent.name("ü".repeat(400) + ".tar.gz")).isEqualTo("ü".repeat(98) + ".gz");
    assertThat(ObjectTorrent.name("😀".repeat(60))).isEqualTo("😀".repeat(50));
    assertThat(ObjectTorrent.name("x/" + "y".repeat(200))).isEqualTo("y".repeat(200));
    assertThat(ObjectTorrent.name("///")).isEqualTo("object");
  }
}
