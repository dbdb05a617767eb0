// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

abstract class Objects extends Subject {
  /** MD5 of nothing. */
  private static final String EMPTY_ETAG = "\"d41d8cd98f00b204e9800998ecf8427e\"";

  Objects(Server server) {
    super(server);
  }

  @Test
  void object_ofAnySize_comesBack() {
    for (int length : new int[] {0, 1, 100, 65_536, 1_000_003, 9_000_001}) {
      byte[] body = random(length);
      put("size-" + length, body);
      assertThat(get("size-" + length)).isEqualTo(body);
    }
  }

  @Test
  void etag_isTheMd5() {
    assertThat(put("empty", new byte[0]).eTag()).isEqualTo(EMPTY_ETAG);
    assertThat(s3.headObject(head -> head.bucket(bucket).key("empty")).eTag())
        .isEqualTo(EMPTY_ETAG);
  }

  @Test
  void keys_withAllKindsOfCharacters_areKept() {
    List<String> keys =
        List.of(
            "a b",
            "a+b",
            "a%20b",
            "a/b/c",
            "ümlaut/日本語",
            "a&b=c",
            "a'b(c)!*",
            "~._-",
            "a:b",
            "a?b",
            "a#b",
            "[x]{y}|z^",
            "a;b,c@d$e");
    if (server().isFractus()) {
      // In S3Proxy's signature the two slashes are one.
      put("a//b", random(3));
      assertThat(get("a//b")).hasSize(3);
      s3.deleteObject(delete -> delete.bucket(bucket).key("a//b"));
    }
    for (String key : keys) {
      put(key, key.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    for (String key : keys) {
      assertThat(get(key)).asString(java.nio.charset.StandardCharsets.UTF_8).isEqualTo(key);
    }
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(object -> object.key())
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void keyThatIsNotThere_isNotFound() {
    refused(404, "NoSuchKey", () -> get("none"));
    refused(404, "", () -> s3.headObject(head -> head.bucket(bucket).key("none")));
    // As if it had been there.
    s3.deleteObject(delete -> delete.bucket(bucket).key("none"));
  }

  @Test
  void headers_andMetadata_comeBack() {
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key("a")
                .contentType("text/plain; charset=utf-8")
                .contentDisposition("attachment; filename=\"x.txt\"")
                .contentLanguage("en")
                .contentEncoding("identity")
                .cacheControl("max-age=60")
                .metadata(Map.of("colour", "blue", "size", "7")),
        RequestBody.fromString("hello"));
    HeadObjectResponse head = s3.headObject(ask -> ask.bucket(bucket).key("a"));
    assertThat(head.contentType()).isEqualToIgnoringWhitespace("text/plain;charset=utf-8");
    assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"x.txt\"");
    assertThat(head.contentLanguage()).isEqualTo("en");
    assertThat(head.contentEncoding()).isEqualTo("identity");
    assertThat(head.cacheControl()).isEqualTo("max-age=60");
    assertThat(head.metadata()).containsEntry("colour", "blue").containsEntry("size", "7");
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.lastModified())
        .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(5));
  }

  @Test
  void ranges_areCut() {
    byte[] body = random(200_000);
    put("a", body);
    range("bytes=0-9", body, 0, 10);
    range("bytes=100000-100009", body, 100_000, 100_010);
    range("bytes=199990-", body, 199_990, 200_000);
    range("bytes=-10", body, 199_990, 200_000);
    range("bytes=199990-300000", body, 199_990, 200_000);
    refused(
        416,
        "InvalidRange",
        () ->
            s3.getObjectAsBytes(get -> get.bucket(bucket).key("a").range("bytes=200000-"))
                .asByteArray());
  }

  private void range(String range, byte[] body, int from, int to) {
    ResponseBytes<GetObjectResponse> part =
        s3.getObjectAsBytes(get -> get.bucket(bucket).key("a").range(range));
    assertThat(part.asByteArray())
        .as(range)
        .isEqualTo(java.util.Arrays.copyOfRange(body, from, to));
    assertThat(part.response().contentRange())
        .isEqualTo("bytes %d-%d/%d".formatted(from, to - 1, body.length));
    assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
  }

  @Test
  void conditionalReads_answerByTheETagAndTheTime() {
    String etag = put("a", random(10)).eTag();
    assertThat(get("a")).hasSize(10);
    s3.headObject(head -> head.bucket(bucket).key("a").ifMatch(etag));
    refused(412, "", () -> s3.headObject(head -> head.bucket(bucket).key("a").ifMatch("\"x\"")));
    refused(304, "", () -> s3.headObject(head -> head.bucket(bucket).key("a").ifNoneMatch(etag)));
    refused(
        412,
        "",
        () ->
            s3.headObject(head ->
                head.bucket(bucket).key("a").ifUnmodifiedSince(Instant.now().minusSeconds(900))));
    Instant shown = s3.headObject(head -> head.bucket(bucket).key("a")).lastModified();
    // S3Proxy compares with the part of a second that it does not show.
    Instant made = server().isFractus() ? shown : shown.plusSeconds(1);
    refused(
        304, "", () -> s3.headObject(head -> head.bucket(bucket).key("a").ifModifiedSince(made)));
  }

  @Test
  void keyThatBeginsAnother_isAKeyOfItsOwn() {
    put("a", random(1));
    if (server().isFractus()) {
      put("a/b", random(2));
      assertThat(get("a")).hasSize(1);
      assertThat(get("a/b")).hasSize(2);
    } else {
      // Its keys are names of files, and a file is no directory.
      refused(500, "", () -> put("a/b", random(2)));
    }
  }

  @Test
  void conditionalWrite_onlyIfNothingIsThere_keepsTheFirst() {
    s3.putObject(
        put -> put.bucket(bucket).key("a").ifNoneMatch("*"), RequestBody.fromString("first"));
    refused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                put -> put.bucket(bucket).key("a").ifNoneMatch("*"),
                RequestBody.fromString("second")));
    assertThat(get("a")).asString().isEqualTo("first");
  }

  @Test
  void overwriting_andDeleting_areSeenAtOnce() {
    put("a", random(10));
    put("a", random(20));
    assertThat(get("a")).isEqualTo(random(20));
    s3.deleteObject(delete -> delete.bucket(bucket).key("a"));
    refused(404, "NoSuchKey", () -> get("a"));
  }

  @Test
  void manyKeys_areDeletedTogether() {
    put("a", random(1));
    put("b", random(1));
    List<DeletedObject> deleted =
        s3.deleteObjects(delete ->
                delete
                    .bucket(bucket)
                    .delete(keys ->
                        keys.objects(
                            ObjectIdentifier.builder().key("a").build(),
                            ObjectIdentifier.builder().key("b").build(),
                            ObjectIdentifier.builder().key("never").build())))
            .deleted();
    assertThat(deleted).extracting(DeletedObject::key).contains("a", "b", "never");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void copy_keepsOrReplacesMetadata() {
    s3.putObject(
        put -> put.bucket(bucket).key("a").metadata(Map.of("colour", "blue")),
        RequestBody.fromString("hello"));
    s3.copyObject(copy ->
        copy.sourceBucket(bucket).sourceKey("a").destinationBucket(bucket).destinationKey("ü b"));
    assertThat(get("ü b")).asString().isEqualTo("hello");
    assertThat(s3.headObject(head -> head.bucket(bucket).key("ü b")).metadata())
        .containsEntry("colour", "blue");
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("ü b")
            .destinationBucket(bucket)
            .destinationKey("c")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("size", "7")));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("c")).metadata())
        .containsOnly(Map.entry("size", "7"));
    refused(
        404,
        "NoSuchKey",
        () ->
            s3.copyObject(copy ->
                copy.sourceBucket(bucket)
                    .sourceKey("none")
                    .destinationBucket(bucket)
                    .destinationKey("d")));
  }

  @Test
  void bodyThatIsNotWhatItsMd5Says_isRefusedAndNotKept() {
    refused(
        400,
        "BadDigest",
        () ->
            s3.putObject(
                put -> put.bucket(bucket).key("a").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                RequestBody.fromString("not nothing")));
    refused(404, "NoSuchKey", () -> get("a"));
  }
}
