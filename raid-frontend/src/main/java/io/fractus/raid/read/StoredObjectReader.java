// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.read;

import io.fractus.protocol.control.Copy;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredBit;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.CustomerKey;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.PartListing;
import io.fractus.torrents.BitMetainfo;
import io.fractus.torrents.InfoHash;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Reads an object of the catalog from its nodes. Not thread-safe. */
public final class StoredObjectReader implements ObjectReader {
  private final StoredObject object;
  private final FrameKeys keys;
  private final Catalog catalog;
  private final Stripes known;
  private final Readers shared;
  private final Runnable onClose;

  /** What was told of its first stripes when somebody looked whether they are there. */
  private Map<InfoHash, List<Copy>> told = Map.of();

  /** What somebody looked for and is all in memory; empty if it is not. */
  private KeptRange kept = KeptRange.NONE;

  /**
   * A reader of one version.
   *
   * @param keys open its frames
   * @param catalog tells of its parts
   * @param known its stripes
   * @param onClose called once, to unpin it
   */
  public StoredObjectReader(
      StoredObject object,
      FrameKeys keys,
      Catalog catalog,
      Stripes known,
      Readers shared,
      Runnable onClose) {
    this.object = object;
    this.keys = keys;
    this.catalog = catalog;
    this.known = known;
    this.shared = shared;
    this.onClose = onClose;
  }

  @Override
  public ObjectInfo info() {
    return object.info();
  }

  @Override
  public void unlock(CustomerKey key) {
    keys.unlock(key);
  }

  @Override
  public PartListing parts(int after, int max) {
    return catalog.multipart().partsOf(object, after, max);
  }

  @Override
  public void checkAvailable(long offset, long length) {
    keys.check();
    List<StoredStripe> stripes =
        known.covering(offset, offset + length, ReadLimits.STRIPES_CHECKED_MAX);
    kept = KeptRange.find(stripes, shared.pieces(), offset, length);
    if (kept.covers(offset, length)) {
      return;
    }
    told = shared.sources().recent(stripes);
    if (stripes.stream().anyMatch(stripe -> missing(stripe) > stripe.layout().parityBits())) {
      told = shared.sources().copies(stripes);
    }
    for (StoredStripe stripe : stripes) {
      int missing = missing(stripe);
      if (missing > stripe.layout().parityBits()) {
        throw StripeReader.unavailable(stripe, name(), missing);
      }
    }
  }

  /** How many bits of a stripe cannot be reached by what was told. */
  private int missing(StoredStripe stripe) {
    return (int) stripe.bits().stream().filter(bit -> !isReachable(bit, told)).count();
  }

  private boolean isReachable(StoredBit bit, Map<InfoHash, List<Copy>> copies) {
    return copies.getOrDefault(bit.infoHash(), List.of()).stream().anyMatch(Sources::isReadable)
        || shared.staging().has(bit.metainfo());
  }

  @Override
  public void writeTo(OutputStream out, long offset, long length) throws IOException {
    if (offset < 0 || length < 0 || offset + length > info().size()) {
      throw new IllegalArgumentException(
          "bytes " + offset + "+" + length + " of an object of " + info().size());
    }
    keys.check();
    if (length == 0) {
      return;
    }
    RangeWriter writer = new RangeWriter(name(), keys::of, out, offset, offset + length);
    if (!kept.covers(offset, length)) {
      List<StoredStripe> stripes = known.covering(offset, offset + length, 2);
      kept = KeptRange.find(stripes, shared.pieces(), offset, length);
    }
    if (kept.covers(offset, length)) {
      writeKept(writer);
      return;
    }
    try (var _ = shared.memory().take(memory(offset, length), ReadLimits.READ_WAIT)) {
      try (WindowsAhead windows = new WindowsAhead(object, known, shared, told, offset, length)) {
        for (var fetched = windows.next(); fetched != null; fetched = windows.next()) {
          writer.write(fetched.stripe(), fetched.plan(), fetched.window(), fetched.units());
        }
      }
    }
  }

  /** What is written stays in memory until a slow client has it, wherever it was found. */
  private void writeKept(RangeWriter writer) throws IOException {
    try (var _ = shared.memory().take(kept.bytes(), ReadLimits.READ_WAIT)) {
      for (Fetched each : kept.windows()) {
        writer.write(each.stripe(), each.plan(), each.window(), each.units());
      }
    }
  }

  /**
   * The first stripe of an object is the largest. All have the same layout, or two while it moves
   * to another class, and windows of about one size. Among stripes of parts any may be the largest,
   * so that their windows are taken for as large as a window may be.
   */
  private long memory(long offset, long length) {
    List<StoredStripe> some = known.covering(offset, offset + length, 1);
    if (some.isEmpty()) {
      return 0;
    }
    long window = new StripePlan(some.getFirst()).windowBytes();
    if (info().parts() > 1) {
      long dataBits = some.getFirst().layout().dataBits();
      long piece = BitMetainfo.pieceLengthFor(BitMetainfo.LENGTH_MAX);
      window = Math.max(ReadLimits.WINDOW_BYTES, piece * dataBits);
    }
    long unit = window / some.getFirst().layout().dataBits();
    return window * ReadLimits.WINDOWS_IN_MEMORY + unit * ReadLimits.MORE_BITS_MAX;
  }

  private String name() {
    return info().key().toString();
  }

  @Override
  public void close() {
    onClose.run();
  }
}
