// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

abstract class Multiparts extends Subject {
  private static final int PART = 5 << 20;

  Multiparts(Server server) {
    super(server);
  }

  private String begin(String key) {
    return s3.createMultipartUpload(begin -> begin.bucket(bucket).key(key)).uploadId();
  }

  private CompletedPart part(String key, String upload, int number, byte[] body) {
    String etag =
        s3.uploadPart(
                part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(body))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private String complete(String key, String upload, List<CompletedPart> parts) {
    return s3.completeMultipartUpload(done ->
            done.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)))
        .eTag();
  }

  @Test
  void parts_uploadedOutOfOrder_becomeOneObject() {
    String upload = begin("big");
    CompletedPart second = part("big", upload, 2, random(PART + 1));
    CompletedPart third = part("big", upload, 3, random(7));
    CompletedPart first = part("big", upload, 1, random(PART));
    assertThat(s3.listParts(list -> list.bucket(bucket).key("big").uploadId(upload)).parts())
        .extracting(Part::partNumber)
        .containsExactly(1, 2, 3);
    String etag = complete("big", upload, List.of(first, second, third));
    assertThat(etag).matches("\"[0-9a-f]{32}-3\"");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(random(PART));
    whole.writeBytes(random(PART + 1));
    whole.writeBytes(random(7));
    assertThat(get("big")).isEqualTo(whole.toByteArray());
    assertThat(s3.headObject(head -> head.bucket(bucket).key("big")).eTag()).isEqualTo(etag);
  }

  @Test
  void partThatWasReplaced_isTheLastOne() {
    String upload = begin("a");
    part("a", upload, 1, random(100));
    CompletedPart again = part("a", upload, 1, random(200));
    complete("a", upload, List.of(again));
    assertThat(get("a")).isEqualTo(random(200));
  }

  @Test
  void abortedUpload_isGone() {
    String upload = begin("a");
    part("a", upload, 1, random(100));
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads())
        .extracting(MultipartUpload::key)
        .containsExactly("a");
    s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("a").uploadId(upload));
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
    refused(404, "NoSuchKey", () -> get("a"));
    if (server().isFractus()) {
      // S3Proxy keeps the part, for nobody.
      refused(404, "NoSuchUpload", () -> part("a", upload, 2, random(100)));
    }
  }

  @Test
  void partThatIsTooSmall_isRefused() {
    String upload = begin("a");
    List<CompletedPart> parts = new ArrayList<>();
    parts.add(part("a", upload, 1, random(100)));
    parts.add(part("a", upload, 2, random(100)));
    refused(400, "EntityTooSmall", () -> complete("a", upload, parts));
  }

  @Test
  void completion_withPartsInDisorder_isRefused() {
    String upload = begin("a");
    CompletedPart first = part("a", upload, 1, random(PART));
    CompletedPart second = part("a", upload, 2, random(PART));
    if (server().isFractus()) {
      refused(400, "InvalidPartOrder", () -> complete("a", upload, List.of(second, first)));
    } else {
      // It puts them in order.
      assertThat(complete("a", upload, List.of(second, first))).endsWith("-2\"");
    }
  }

  @Test
  void completion_withAPartThatWasNeverSent_isRefused() {
    String upload = begin("a");
    CompletedPart first = part("a", upload, 1, random(PART));
    CompletedPart never = CompletedPart.builder().partNumber(2).eTag(first.eTag()).build();
    refused(400, "InvalidPart", () -> complete("a", upload, List.of(first, never)));
  }

  @Test
  void partOfAnotherObject_isCopied() {
    byte[] body = random(PART + 100);
    put("source", body);
    String upload = begin("copy");
    String etag =
        s3.uploadPartCopy(copy ->
                copy.sourceBucket(bucket)
                    .sourceKey("source")
                    .copySourceRange("bytes=100-199")
                    .destinationBucket(bucket)
                    .destinationKey("copy")
                    .uploadId(upload)
                    .partNumber(1))
            .copyPartResult()
            .eTag();
    complete("copy", upload, List.of(CompletedPart.builder().partNumber(1).eTag(etag).build()));
    assertThat(get("copy")).isEqualTo(java.util.Arrays.copyOfRange(body, 100, 200));
  }
}
