// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.pack;

import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.catalog.StoredObject;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A small object that waits for its pack. Thread-safe. */
final class PackedPut {
  private final StoredObject object;
  private final byte[] sealed;
  private final Catalog.Precondition precondition;
  private final CompletableFuture<ObjectInfo> done = new CompletableFuture<>();

  /**
   * A put whose body has been read.
   *
   * @param sealed the frames of the object, not copied
   */
  PackedPut(StoredObject object, byte[] sealed, Catalog.Precondition precondition) {
    this.object = object;
    this.sealed = sealed;
    this.precondition = precondition;
  }

  StoredObject object() {
    return object;
  }

  byte[] sealed() {
    return sealed;
  }

  Catalog.Precondition precondition() {
    return precondition;
  }

  /** It is on nodes and in the catalog. */
  void succeed(ObjectInfo info) {
    done.complete(info);
  }

  void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  /** Waits for the pack; throws why the object is not stored, to each put of a pack its own. */
  ObjectInfo await() {
    try {
      return done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Code.UNAVAILABLE, "interrupted while an object was packed", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Code code = cause instanceof StoreException failed ? failed.code() : Code.UNAVAILABLE;
      throw new StoreException(code, String.valueOf(cause.getMessage()), cause);
    }
  }
}
