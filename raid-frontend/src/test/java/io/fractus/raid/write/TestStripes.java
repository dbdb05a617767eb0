// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.write;

import io.fractus.protocol.layout.Layout;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.seal.DataKey;
import io.fractus.raid.seal.FrameCipher;
import io.fractus.raid.staging.StagingArea;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** Stripes made by the real writer, for tests of what comes after it. */
public final class TestStripes {

  private TestStripes() {}

  /** The id of the object that they are of. */
  public static byte[] objectId() {
    return new byte[FrameCipher.OBJECT_ID];
  }

  /** Writes one stripe, whose plaintext must fit, of the object into a directory. */
  public static StoredStripe write(
      Layout layout, Path directory, DataKey key, byte[] plain, RandomGenerator random)
      throws IOException {
    return write(layout, directory, key, objectId(), plain, random).getFirst();
  }

  /** Writes all stripes of an object, or of a part, into a directory. */
  public static List<StoredStripe> write(
      Layout layout, Path directory, DataKey key, byte[] id, byte[] plain, RandomGenerator random)
      throws IOException {
    StripeWriter writer =
        new StripeWriter(
            layout,
            1 << 20,
            StagingArea.open(directory, Long.MAX_VALUE / 2, List.of()),
            HexFormat.of().formatHex(id),
            new FrameCipher(key, id),
            "cloud",
            random,
            RowPipeline.newPool(1 << 20));
    PlainFrames frames =
        new PlainFrames(new ByteArrayInputStream(plain), OptionalLong.of(plain.length));
    List<StoredStripe> stripes = new ArrayList<>();
    long offset = 0;
    while (frames.hasNext()) {
      StoredStripe stripe = writer.write(frames, stripes.size(), offset);
      stripes.add(stripe);
      offset += stripe.plainLength();
    }
    return stripes;
  }

  /** Writes a stripe of what is sealed already into a directory. */
  public static StoredStripe write(
      Layout layout, Path directory, SealedSource source, RandomGenerator random)
      throws IOException {
    StripeWriter writer =
        new StripeWriter(
            layout,
            1 << 20,
            StagingArea.open(directory, Long.MAX_VALUE / 2, List.of()),
            HexFormat.of().formatHex(objectId()),
            null,
            "cloud",
            random,
            RowPipeline.newPool(1 << 20));
    return writer.writeSealed(source, 0);
  }
}
