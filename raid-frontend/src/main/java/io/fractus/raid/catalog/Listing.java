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
  private final List<String> prefixes = new ArrayList<>();
  private final BatchSize batch;
  private String last = "";

  /** The common prefix that the last keys rolled up into, or empty. */
  private String hiding = "";

  Listing(Connection connection, ListRequest request) {
    this.connection = connection;
    this.request = request;
    this.batch = new BatchSize(!request.delimiter().isEmpty());
  }

  ObjectListing page() {
    if (request.max() == 0) {
      return new ObjectListing(List.of(), List.of(), null);
    }
    String cursor = start();
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
        if (isHidden(key)) {
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
      String key = found.getLast().key().key();
      cursor = isHidden(key) ? KeyCursor.behind(hiding, key) : key;
    }
  }

  /** After which key to begin; behind a common prefix, that is behind all that it hides. */
  private String start() {
    String after = request.after();
    boolean rolledUp =
        !request.delimiter().isEmpty()
            && after.endsWith(request.delimiter())
            && after.startsWith(request.prefix())
            && after.length() > request.prefix().length();
    hiding = rolledUp ? after : "";
    return rolledUp ? KeyCursor.behind(after, after) : after;
  }

  private boolean isHidden(String key) {
    return !hiding.isEmpty() && key.startsWith(hiding);
  }

  /** Adds an object or its common prefix. */
  private void add(ObjectInfo object) {
    String key = object.key().key();
    int end =
        request.delimiter().isEmpty()
            ? -1
            : key.indexOf(request.delimiter(), request.prefix().length());
    if (end < 0) {
      objects.add(object);
      last = key;
      return;
    }
    hiding = key.substring(0, end + request.delimiter().length());
    prefixes.add(hiding);
    last = hiding;
  }

  private int entries() {
    return objects.size() + prefixes.size();
  }

  private ObjectListing done(boolean more) {
    return new ObjectListing(objects, prefixes, more ? last : null);
  }
}
