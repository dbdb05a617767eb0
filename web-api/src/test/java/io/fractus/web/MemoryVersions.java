// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.DeleteTerms;
import io.fractus.raid.object.Deletion;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.ObjectReader;
import io.fractus.raid.object.ObjectVersions;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.VersionInfo;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.raid.object.Versioning;
import java.util.Map;
import java.util.Optional;

/** The versions of a store in memory, whose buckets never have versioning: one of each object. */
final class MemoryVersions implements ObjectVersions {
  private final MemoryStore store;

  MemoryVersions(MemoryStore store) {
    this.store = store;
  }

  @Override
  public Versioning of(String bucket) {
    store.objects(bucket);
    return Versioning.OFF;
  }

  @Override
  public void set(String bucket, Versioning versioning) {
    throw new StoreException(Code.UNAVAILABLE, "buckets in memory have no versioning");
  }

  @Override
  public ObjectInfo stat(ObjectKey key, String version) {
    require(version);
    return store
        .stat(key)
        .orElseThrow(() -> new StoreException(Code.NO_SUCH_VERSION, "no version of " + key));
  }

  @Override
  public ObjectReader open(ObjectKey key, String version) {
    stat(key, version);
    return store.open(key);
  }

  @Override
  public Optional<VersionInfo> marker(ObjectKey key, Optional<String> version) {
    return Optional.empty();
  }

  @Override
  public Deletion delete(ObjectKey key, Optional<String> version, DeleteTerms terms) {
    version.ifPresent(MemoryVersions::require);
    MultipartUploads.check(key, false, terms.ifMatch(), store.stat(key));
    return new Deletion(store.delete(key), false, version.orElse(""));
  }

  @Override
  public void tag(ObjectKey key, String version, Map<String, String> tags) {
    require(version);
    store.tag(key, tags);
  }

  @Override
  public VersionListing list(VersionListRequest request) {
    ObjectListing page =
        store.list(
            new ListRequest(
                request.bucket(),
                request.prefix(),
                request.delimiter(),
                request.afterKey(),
                request.max()));
    return new VersionListing(
        page.objects().stream()
            .map(info ->
                new VersionInfo(info.key(), NULL, true, info.lastModified(), Optional.of(info)))
            .toList(),
        page.commonPrefixes(),
        page.next() != null,
        Optional.ofNullable(page.next()).orElse(""),
        "");
  }

  private static void require(String version) {
    if (!version.equals(NULL)) {
      throw new StoreException(Code.NO_SUCH_VERSION, "no version " + version);
    }
  }
}
