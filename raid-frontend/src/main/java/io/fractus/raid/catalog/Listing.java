// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectListing;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** One page of a listing, in the making. Not thread-safe. */
final class Listing {
  /*
   * A skip scan: behind a key that rolls up into a common prefix, the scan goes on at the first key
   * that does not, by asking the index for what comes after all that the prefix hides; if that is
   * little, it is stepped over. A page costs the same wherever it starts and however many keys its
   * prefixes hide.
   */

  private final Connection connection;
  private final ListRequest request;
  private final List<ObjectInfo> objects = new ArrayList<>();
  private final CommonPrefixes prefixes;
  private final BatchSize batch;
  private String last = "";

  Listing(Connection connection, ListRequest request) {
    this.connection = connection;
    this.request = request;
    this.prefixes = new CommonPrefixes(request.prefix(), request.delimiter());
    this.batch = new BatchSize(!request.delimiter().isEmpty());
  }

  ObjectListing page() {
    if (request.max() == 0) {
      return new ObjectListing(List.of(), List.of(), null);
    }
    String cursor = prefixes.start(request.after());
    while (true) {
      int size = batch.of(request.max() - entries() + 1);
      List<ObjectInfo> found =
          ObjectTable.scan(connection, request.bucket(), cursor, request.prefix(), size);
      int hidden = 0;
      for (ObjectInfo object : found) {
        String key = object.key().key();
        if (!key.startsWith(request.prefix())) {
          return done(false);
        }
        if (prefixes.hides(key)) {
          hidden++;
        } else if (entries() == request.max()) {
          return done(true);
        } else {
          add(object);
        }
      }
      if (found.size() < size) {
        return done(false);
      }
      batch.came(size, hidden);
      cursor = prefixes.behind(found.getLast().key().key());
    }
  }

  /** Adds an object or its common prefix. */
  private void add(ObjectInfo object) {
    String key = object.key().key();
    if (prefixes.rollsUp(key)) {
      last = prefixes.found().getLast();
    } else {
      objects.add(object);
      last = key;
    }
  }

  private int entries() {
    return objects.size() + prefixes.found().size();
  }

  private ObjectListing done(boolean more) {
    return new ObjectListing(objects, prefixes.found(), more ? last : null);
  }
}
