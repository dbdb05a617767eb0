// SPDX-License-Identifier: Apache-2.0
package io.fractus.raid.catalog;

import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One page of a listing of versions, in the making. Not thread-safe. */
final class VersionPages {
  /*
   * Two indexes are read side by side, of what is shown and of what is not, each from the marker on
   * and for no more than the page needs; prefixes are skipped as in Listing. So a page costs the
   * same at any marker, and however many versions a key has.
   */

  private final Connection connection;
  private final VersionListRequest request;
  private final List<VersionInfo> versions = new ArrayList<>();
  private final CommonPrefixes prefixes;
  private final BatchSize batch;
  private String lastKey = "";
  private String lastVersion = "";

  /** Where to go on: behind this number of this key, 0 being behind all of it. */
  private String key;

  private long seq;

  VersionPages(Connection connection, VersionListRequest request) {
    this.connection = connection;
    this.request = request;
    this.prefixes = new CommonPrefixes(request.prefix(), request.delimiter());
    this.key = request.afterKey();
    this.batch = new BatchSize(!request.delimiter().isEmpty());
  }

  VersionListing page() {
    if (request.max() == 0) {
      return new VersionListing(List.of(), List.of(), false, "", "");
    }
    start();
    while (true) {
      int size = batch.of(request.max() - entries() + 1);
      List<Found> found = next(size);
      int hidden = 0;
      for (Found version : found) {
        String name = version.info.key().key();
        if (!name.startsWith(request.prefix())) {
          return done(false);
        }
        if (prefixes.hides(name)) {
          hidden++;
        } else if (entries() == request.max()) {
          return done(true);
        } else {
          add(version);
        }
      }
      if (found.size() < size) {
        return done(false);
      }
      batch.came(size, hidden);
      Found last = found.getLast();
      String name = last.info.key().key();
      key = prefixes.behind(name);
      seq = prefixes.hides(name) ? 0 : last.seq;
    }
  }

  private void start() {
    if (!request.afterVersion().isEmpty()) {
      ObjectKey at = new ObjectKey(request.bucket(), request.afterKey());
      long named = VersionRules.number(request.afterVersion());
      // One without a number that is gone: better all of its key once more than none.
      seq = named > 0 ? named : seq(at).orElse(Long.MAX_VALUE);
      return;
    }
    key = prefixes.start(key);
  }

  private Optional<Long> seq(ObjectKey at) {
    return ObjectTable.find(connection, at, request.afterVersion())
        .map(object -> ObjectTable.seq(connection, at))
        .or(() ->
            VersionTable.find(connection, at, request.afterVersion()).map(VersionTable.Row::seq));
  }

  /** A version that is to be listed, and its number. */
  private record Found(VersionInfo info, long seq) {}

  /** The next ones in their order; fewer only if there are no more. */
  private List<Found> next(int size) {
    List<Found> found = new ArrayList<>();
    if (seq > 0) {
      ofKey(size, found);
    }
    if (found.size() < size) {
      String from = request.prefix();
      found.addAll(
          merged(
              ObjectTable.scanVersions(connection, request.bucket(), key, from, size),
              VersionTable.scan(connection, request.bucket(), key, from, size)));
    }
    return found.size() > size ? found.subList(0, size) : found;
  }

  /** What is left of the key that the page before ended in. */
  private void ofKey(int size, List<Found> found) {
    if (!key.isEmpty()) {
      ObjectKey at = new ObjectKey(request.bucket(), key);
      long shown = ObjectTable.seq(connection, at);
      if (shown < seq) {
        ObjectTable.find(connection, at)
            .ifPresent(object -> found.add(new Found(shown(object.info()), shown)));
      }
      VersionTable.below(connection, request.bucket(), key, seq, size)
          .forEach(row -> found.add(new Found(row.info(), row.seq())));
    }
  }

  private static VersionInfo shown(ObjectInfo info) {
    return new VersionInfo(
        info.key(), info.version(), true, info.lastModified(), Optional.of(info));
  }

  private static List<Found> merged(List<ObjectTable.Numbered> shown, List<VersionTable.Row> old) {
    List<Found> all = new ArrayList<>(shown.size() + old.size());
    shown.forEach(numbered -> all.add(new Found(shown(numbered.object().info()), numbered.seq())));
    old.forEach(row -> all.add(new Found(row.info(), row.seq())));
    all.sort((a, b) -> {
      int order = KeyCursor.compare(a.info.key().key(), b.info.key().key());
      return order != 0 ? order : Long.compare(b.seq, a.seq);
    });
    return all;
  }

  /** Adds a version or its common prefix. */
  private void add(Found found) {
    String name = found.info.key().key();
    if (prefixes.rollsUp(name)) {
      lastKey = prefixes.found().getLast();
      lastVersion = "";
    } else {
      versions.add(found.info);
      lastKey = name;
      lastVersion = found.info.version();
    }
  }

  private int entries() {
    return versions.size() + prefixes.found().size();
  }

  private VersionListing done(boolean more) {
    return new VersionListing(
        versions, prefixes.found(), more, more ? lastKey : "", more ? lastVersion : "");
  }
}
