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
   * that does not, by asking the index for what comes after the prefix and the highest code point.
   * A page costs the same wherever it starts and however many keys its prefixes hide.
   */

  /** No key character sorts after this one. */
  private static final String HIGHEST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private static final int BATCH = 256;

  private final Connection connection;
  private final ListRequest request;
  private final List<ObjectInfo> objects = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private String last = "";
  private boolean full;

  Listing(Connection connection, ListRequest request) {
    this.connection = connection;
    this.request = request;
  }

  ObjectListing page() {
    if (request.max() == 0) {
      return new ObjectListing(List.of(), List.of(), null);
    }
    String cursor = start();
    while (true) {
      int size = Math.min(BATCH, request.max() - entries() + 1);
      String resume = "";
      for (ObjectInfo object :
          ObjectTable.scan(connection, request.bucket(), cursor, request.prefix(), size)) {
        if (!object.key().key().startsWith(request.prefix())) {
          return done(false);
        }
        resume = add(object);
        if (full) {
          return done(true);
        }
        if (!resume.equals(object.key().key())) {
          break;
        }
      }
      if (resume.isEmpty()) {
        return done(false);
      }
      cursor = resume;
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
    return rolledUp ? after + HIGHEST : after;
  }

  /** Adds an object or its common prefix; returns after which key to go on. */
  private String add(ObjectInfo object) {
    String key = object.key().key();
    int end =
        request.delimiter().isEmpty()
            ? -1
            : key.indexOf(request.delimiter(), request.prefix().length());
    if (entries() == request.max()) {
      full = true;
      return key;
    }
    if (end < 0) {
      objects.add(object);
      last = key;
      return key;
    }
    String prefix = key.substring(0, end + request.delimiter().length());
    prefixes.add(prefix);
    last = prefix;
    return prefix + HIGHEST;
  }

  private int entries() {
    return objects.size() + prefixes.size();
  }

  private ObjectListing done(boolean more) {
    return new ObjectListing(objects, prefixes, more ? last : null);
  }
}
