// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Conditions of writes, copies and deletions, and which of several counts. */
abstract class Preconditions extends Subject {
  private static final String OTHER = "\"0123456789abcdef0123456789abcdef\"";

  Preconditions(Server server) {
    super(server);
  }

  @Test
  void reads_underSeveralConditions_areByPrecedence() {
    String etag = put("a", random(10)).eTag();
    Instant past = Instant.now().minusSeconds(900);
    Instant now = s3.headObject(head -> head.bucket(bucket).key("a")).lastModified().plusSeconds(1);
    // If-Match holds, so that If-Unmodified-Since is not looked at; S3Proxy looks at both.
    Runnable both =
        () ->
            s3.headObject(
                head -> head.bucket(bucket).key("a").ifMatch(etag).ifUnmodifiedSince(past));
    if (server().isFractus()) {
      both.run();
    } else {
      refused(412, "", both);
    }
    // If-None-Match does not hold, so that If-Modified-Since is not looked at.
    refused(
        304,
        "",
        () ->
            s3.headObject(
                head -> head.bucket(bucket).key("a").ifNoneMatch(etag).ifModifiedSince(past)));
    // It holds, so that If-Modified-Since is not looked at; S3Proxy looks at both.
    Runnable other =
        () ->
            s3.headObject(
                head -> head.bucket(bucket).key("a").ifNoneMatch(OTHER).ifModifiedSince(now));
    if (server().isFractus()) {
      other.run();
    } else {
      refused(304, "", other);
    }
    refused(
        412,
        "",
        () -> s3.headObject(head -> head.bucket(bucket).key("a").ifMatch(OTHER).ifNoneMatch(etag)));
    refused(
        304,
        "",
        () -> s3.headObject(head -> head.bucket(bucket).key("a").ifMatch(etag).ifNoneMatch(etag)));
  }

  @Test
  void write_onlyOverAKnownETag_keepsEverythingElse() {
    String etag = put("a", random(10)).eTag();
    refused(412, "PreconditionFailed", () -> putIf("a", OTHER));
    assertThat(get("a")).hasSize(10);
    putIf("a", etag);
    assertThat(get("a")).asString().isEqualTo("new");
    // What is not there matches nothing.
    refused(404, "NoSuchKey", () -> putIf("none", etag));
    refused(404, "NoSuchKey", () -> get("none"));
  }

  private void putIf(String key, String etag) {
    s3.putObject(put -> put.bucket(bucket).key(key).ifMatch(etag), RequestBody.fromString("new"));
  }

  @Test
  void copy_underConditionsOnItsSource_isByPrecedence() {
    String etag = put("a", random(10)).eTag();
    Instant past = Instant.now().minusSeconds(900);
    copy(c -> c.copySourceIfMatch(etag));
    copy(c -> c.copySourceIfNoneMatch(OTHER));
    copy(c -> c.copySourceIfModifiedSince(past));
    Conditions both = c -> c.copySourceIfMatch(etag).copySourceIfUnmodifiedSince(past);
    if (server().isFractus()) {
      copy(both);
    } else {
      notCopied(both);
    }
    notCopied(c -> c.copySourceIfMatch(OTHER));
    notCopied(c -> c.copySourceIfNoneMatch(etag));
    notCopied(c -> c.copySourceIfUnmodifiedSince(past));
    notCopied(c -> c.copySourceIfNoneMatch(etag).copySourceIfModifiedSince(past));
  }

  private void notCopied(Conditions conditions) {
    refused(412, "PreconditionFailed", () -> copy(conditions));
  }

  private void copy(Conditions conditions) {
    s3.copyObject(copy ->
        conditions.add(
            copy.sourceBucket(bucket)
                .sourceKey("a")
                .destinationBucket(bucket)
                .destinationKey("copy")));
  }

  /** Conditions of a copy. */
  @FunctionalInterface
  private interface Conditions {
    void add(CopyObjectRequest.Builder copy);
  }

  @Test
  void deletion_onlyOfAKnownETag_leavesEverythingElse() {
    String etag = put("a", random(10)).eTag();
    refused(412, "PreconditionFailed", () -> deleteIf("a", OTHER));
    assertThat(get("a")).hasSize(10);
    deleteIf("a", etag);
    if (server().isFractus()) {
      refused(404, "NoSuchKey", () -> deleteIf("a", etag));
      refused(404, "NoSuchKey", () -> deleteIf("a", "*"));
    } else {
      // What is gone is gone: so it is for S3's directory buckets.
      deleteIf("a", etag);
      deleteIf("a", "*");
    }
    put("a", random(10));
    deleteIf("a", "*");
    refused(404, "NoSuchKey", () -> get("a"));
  }

  private void deleteIf(String key, String etag) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(key).ifMatch(etag));
  }

  @Test
  void deletionOfMany_eachByItsETag_saysWhatBecameOfEach() {
    String etag = put("a", random(1)).eTag();
    put("b", random(2));
    DeleteObjectsResponse done =
        s3.deleteObjects(delete ->
            delete
                .bucket(bucket)
                .delete(keys ->
                    keys.objects(
                        ObjectIdentifier.builder().key("a").eTag(etag).build(),
                        ObjectIdentifier.builder().key("b").eTag(etag).build(),
                        ObjectIdentifier.builder().key("never").eTag(etag).build())));
    assertThat(done.deleted()).extracting(d -> d.key()).contains("a").doesNotContain("b");
    assertThat(done.errors()).extracting(S3Error::code).contains("PreconditionFailed");
    if (server().isFractus()) {
      assertThat(done.errors()).extracting(S3Error::key).containsExactly("b", "never");
      assertThat(done.errors().getLast().code()).isEqualTo("NoSuchKey");
    }
    assertThat(get("b")).hasSize(2);
  }
}
