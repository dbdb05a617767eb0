// SPDX-License-Identifier: Apache-2.0
package io.fractus.web;

import io.fractus.raid.object.CompleteRequest;
import io.fractus.raid.object.MultipartUploads;
import io.fractus.raid.object.ObjectInfo;
import io.fractus.raid.object.ObjectKey;
import io.fractus.raid.object.PartChoice;
import io.fractus.raid.object.PartInfo;
import io.fractus.raid.object.PartListing;
import io.fractus.raid.object.PartRequest;
import io.fractus.raid.object.StorageClass;
import io.fractus.raid.object.StoreException;
import io.fractus.raid.object.StoreException.Code;
import io.fractus.raid.object.UploadInfo;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.UploadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The uploads of a store in memory. Thread-safe. */
public final class MemoryUploads implements MultipartUploads {
  private static final class Upload {
    private final UploadRequest request;
    private final UploadInfo info;
    private final NavigableMap<Integer, PartInfo> parts = new TreeMap<>();
    private final Map<Integer, byte[]> bytes = new HashMap<>();

    Upload(UploadRequest request, UploadInfo info) {
      this.request = request;
      this.info = info;
    }
  }

  private final MemoryStore store;
  private final NavigableMap<String, Upload> uploads = new TreeMap<>();
  private final Map<String, ObjectInfo> completed = new HashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private int names;

  MemoryUploads(MemoryStore store) {
    this.store = store;
  }

  synchronized void clear() {
    uploads.clear();
    completed.clear();
    gate = new CountDownLatch(0);
  }

  synchronized void forget(String bucket) {
    uploads.values().removeIf(upload -> upload.info.key().bucket().equals(bucket));
  }

  /** Completions wait from now on until this is counted down. */
  public CountDownLatch holdCompletions() {
    gate = new CountDownLatch(1);
    return gate;
  }

  @Override
  public synchronized UploadInfo create(UploadRequest request) {
    store.objects(request.key().bucket());
    String id = "%044x".formatted(++names);
    UploadInfo info =
        new UploadInfo(
            request.key(),
            id,
            store.clock().instant(),
            MemoryStore.layout(request.layout()),
            request.checksum(),
            StorageClass.of(request.layout()));
    uploads.put(id, new Upload(request, info));
    return info;
  }

  @Override
  public synchronized UploadInfo upload(ObjectKey key, String uploadId) {
    return require(key, uploadId).info;
  }

  @Override
  public PartInfo put(PartRequest request, InputStream body) throws IOException {
    upload(request.key(), request.uploadId());
    byte[] bytes = body.readAllBytes();
    synchronized (this) {
      Upload upload = require(request.key(), request.uploadId());
      PartInfo part =
          new PartInfo(
              request.number(),
              0,
              bytes.length,
              MemoryStore.md5(bytes),
              store.clock().instant(),
              request.checksum().get());
      upload.parts.put(request.number(), part);
      upload.bytes.put(request.number(), bytes);
      return part;
    }
  }

  @Override
  public ObjectInfo complete(CompleteRequest request) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    synchronized (this) {
      ObjectInfo before = completed.get(request.uploadId());
      if (before != null && before.etag().equals(PartChoice.etag(request.parts()))) {
        return before;
      }
      Upload upload = require(request.key(), request.uploadId());
      MultipartUploads.check(
          request.key(), request.ifNoneMatchAny(), request.ifMatch(), store.stat(request.key()));
      PartChoice choice = PartChoice.of(request.parts(), upload.parts);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      choice.parts().forEach(part -> all.writeBytes(bytes(upload, part)));
      ObjectInfo standard =
          new ObjectInfo(
              request.key(),
              choice.size(),
              choice.etag(),
              store.clock().instant(),
              upload.request.contentType().orElse("binary/octet-stream"),
              upload.request.metadata(),
              upload.info.layout(),
              choice.parts().size(),
              request.checksum().apply(choice.parts()),
              upload.request.tags());
      ObjectInfo info = standard.of(upload.info.storageClass());
      store.store(new MemoryStore.Stored(info, all.toByteArray(), choice.parts()));
      uploads.remove(request.uploadId());
      completed.put(request.uploadId(), info);
      store.book().completed(request.uploadId(), info);
      return info;
    }
  }

  private static byte[] bytes(Upload upload, PartInfo part) {
    return Optional.ofNullable(upload.bytes.get(part.number())).orElseThrow();
  }

  @Override
  public synchronized void abort(ObjectKey key, String uploadId) {
    require(key, uploadId);
    uploads.remove(uploadId);
  }

  @Override
  public synchronized PartListing parts(ObjectKey key, String uploadId, int after, int max) {
    return page(List.copyOf(require(key, uploadId).parts.values()), after, max);
  }

  static PartListing page(List<PartInfo> all, int after, int max) {
    List<PartInfo> left = all.stream().filter(part -> part.number() > after).toList();
    return new PartListing(left.stream().limit(max).toList(), left.size() > max);
  }

  @Override
  public synchronized UploadListing list(UploadListRequest request) {
    store.objects(request.bucket());
    List<UploadInfo> found = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String lastKey = "";
    String lastUpload = "";
    for (UploadInfo upload : sorted(request)) {
      String key = upload.key().key();
      int at =
          request.delimiter().isEmpty()
              ? -1
              : key.indexOf(request.delimiter(), request.prefix().length());
      String entry = at < 0 ? key : key.substring(0, at + request.delimiter().length());
      int order = MemoryStore.BYTES.compare(entry, request.afterKey());
      boolean passed =
          order < 0
              || (order == 0
                  && !request.afterKey().isEmpty()
                  && (request.afterUpload().isEmpty()
                      || upload.uploadId().compareTo(request.afterUpload()) <= 0))
              || prefixes.contains(entry);
      if (passed) {
        continue;
      }
      if (found.size() + prefixes.size() == request.max()) {
        return new UploadListing(found, prefixes, request.max() > 0, lastKey, lastUpload);
      }
      lastKey = entry;
      lastUpload = at < 0 ? upload.uploadId() : "";
      if (at < 0) {
        found.add(upload);
      } else {
        prefixes.add(entry);
      }
    }
    return new UploadListing(found, prefixes, false, "", "");
  }

  private List<UploadInfo> sorted(UploadListRequest request) {
    return uploads.values().stream()
        .map(upload -> upload.info)
        .filter(info -> info.key().bucket().equals(request.bucket()))
        .filter(info -> info.key().key().startsWith(request.prefix()))
        .sorted(
            Comparator.comparing((UploadInfo info) -> info.key().key(), MemoryStore.BYTES)
                .thenComparing(UploadInfo::uploadId))
        .collect(Collectors.toList());
  }

  private Upload require(ObjectKey key, String uploadId) {
    store.objects(key.bucket());
    return Optional.ofNullable(uploads.get(uploadId))
        .filter(upload -> upload.info.key().equals(key))
        .orElseThrow(() -> new StoreException(Code.NO_SUCH_UPLOAD, "no upload " + uploadId));
  }
}
