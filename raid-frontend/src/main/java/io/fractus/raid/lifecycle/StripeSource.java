// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.lifecycle;

import io.fractus.raid.catalog.StoredStripe;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.read.Readers;
import io.fractus.raid.read.SealedReader;
import io.fractus.raid.write.SealedSource;
import java.util.Optional;

/** A stripe that is there, read from its nodes when its bytes are wanted. Not thread-safe. */
final class StripeSource implements SealedSource, AutoCloseable {
  private final StoredStripe stripe;
  private final String name;
  private final Readers readers;
  private Optional<SealedReader> reader = Optional.empty();
  private String failure = "";

  /**
   * Not read yet.
   *
   * @param name of its object, for messages
   */
  StripeSource(StoredStripe stripe, String name, Readers readers) {
    this.stripe = stripe;
    this.name = name;
    this.readers = readers;
  }

  @Override
  public long sealedLength() {
    return stripe.sealedLength();
  }

  @Override
  public long plainLength() {
    return stripe.plainLength();
  }

  @Override
  public byte[] next() throws Unreadable {
    try {
      SealedReader open = reader.orElseGet(() -> new SealedReader(stripe, name, readers));
      reader = Optional.of(open);
      return open.next();
    } catch (StoreException e) {
      failure = String.valueOf(e.getMessage());
      throw new Unreadable(e);
    }
  }

  /** Why it could not be read, if it could not. */
  String failure() {
    return failure;
  }

  @Override
  public void close() {
    reader.ifPresent(SealedReader::close);
  }
}
