// SPDX-License-Identifier: Apache-2.0
package io.fractus.torrents.javaengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.ChildJvm;
import io.fractus.torrents.TestBit;
import io.fractus.torrents.engine.EngineConfig;
import io.fractus.torrents.engine.EngineTesting;
import io.fractus.torrents.engine.Fetch;
import io.fractus.torrents.engine.FetchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A process with a small heap that is told to fetch more at a time than the heap would hold. */
final class SmallHeapTest extends EngineTesting {
  private static final int BITS = 24;
  private static final int LENGTH = 4 << 20;
  private static final String HEAP = "-Xmx32m";
  private static final Duration MOST = Duration.ofMinutes(3);

  @Test
  void fetches_moreThanTheHeapHolds_allCompleteInTurn(@TempDir Path directory) throws Exception {
    Path seeds = Files.createDirectory(directory.resolve("seeds"));
    Path infos = Files.createDirectory(directory.resolve("infos"));
    Path fetched = Files.createDirectory(directory.resolve("fetched"));
    try (JavaEngine seeder = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0))) {
      for (int i = 0; i < BITS; i++) {
        TestBit bit = TestBit.random(i, LENGTH);
        bit.writeTo(seeds);
        Files.write(infos.resolve(bit.metainfo().name()), bit.metainfo().info());
        seeder.seed(bit.metainfo(), seeds, null);
      }
      List<String> options = List.of(HEAP, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
      var _ =
          new ChildJvm(options, JavaEngine.class, SmallHeapTest.class, Logger.class)
              .run(
                  MOST,
                  directory.resolve("output"),
                  SmallHeapTest.class,
                  String.valueOf(seeder.port()),
                  infos.toString(),
                  fetched.toString());
    }
    for (int i = 0; i < BITS; i++) {
      TestBit bit = TestBit.random(i, LENGTH);
      assertThat(fetched.resolve(bit.metainfo().name())).hasBinaryContent(bit.bytes());
    }
  }

  /** The process: the port of the one who has the bits, what they are, and where they shall go. */
  public static void main(String[] arguments) throws Exception {
    List<Fetch> fetches = new ArrayList<>();
    try (JavaEngine engine = JavaEngine.start(EngineConfig.listening("127.0.0.1", 0));
        Stream<Path> infos = Files.list(Path.of(arguments[1]))) {
      for (Path info : infos.toList()) {
        fetches.add(
            engine.fetch(
                new FetchRequest(
                    BitMetainfo.parse(Files.readAllBytes(info)),
                    Path.of(arguments[2]),
                    peer(Integer.parseInt(arguments[0])),
                    MOST,
                    null),
                _ -> {}));
      }
      for (Fetch fetch : fetches) {
        finish(fetch);
      }
    }
  }
}
