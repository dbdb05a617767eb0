// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tags and attributes of objects. */
class TaggingTest {
  private static final String BUCKET = "tagged";
  private static final int MIN = 5 << 20;

  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);

  @BeforeEach
  void createBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
    S3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("hello"));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  @Test
  void tags_putGetDelete_areThoseLastPut() {
    assertThat(tags("k")).isEmpty();
    put("k", tag("a b", "1 & 2"), tag("ü", ""));
    assertThat(tags("k")).containsExactly(tag("a b", "1 & 2"), tag("ü", ""));
    assertThat(S3.getObject(b -> b.bucket(BUCKET).key("k")).response().tagCount()).isEqualTo(2);
    assertThat(S3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
        .isEqualTo("hello");
    put("k", tag("c", "3"));
    assertThat(tags("k")).containsExactly(tag("c", "3"));
    S3.deleteObjectTagging(b -> b.bucket(BUCKET).key("k"));
    assertThat(tags("k")).isEmpty();
    assertThat(S3.getObject(b -> b.bucket(BUCKET).key("k")).response().tagCount()).isNull();
  }

  @Test
  void tags_inTheHeaderOfAPut_areKept() {
    S3.putObject(b -> b.bucket(BUCKET).key("t").tagging("a=b%20c&d="), RequestBody.fromString("x"));
    assertThat(tags("t")).containsExactly(tag("a", "b c"), tag("d", ""));
    // An object put over it has none of them.
    S3.putObject(b -> b.bucket(BUCKET).key("t"), RequestBody.fromString("x"));
    assertThat(tags("t")).isEmpty();
  }

  @Test
  void tags_againstTheRules_haveS3sCodes() {
    Tag[] eleven = IntStream.range(0, 11).mapToObj(i -> tag("k" + i, "v")).toArray(Tag[]::new);
    assertFails("BadRequest", 400, () -> put("k", eleven));
    assertFails("InvalidTag", 400, () -> put("k", tag("a", "1"), tag("a", "2")));
    assertFails("InvalidTag", 400, () -> put("k", tag("", "1")));
    assertFails("InvalidTag", 400, () -> put("k", tag("x".repeat(129), "1")));
    assertFails("InvalidTag", 400, () -> put("k", tag("x", "1".repeat(257))));
    assertFails("NoSuchKey", 404, () -> put("none", tag("x", "1")));
    assertFails("NoSuchKey", 404, () -> tags("none"));
    String many =
        IntStream.range(0, 11).mapToObj(i -> "k" + i + "=").collect(Collectors.joining("&"));
    assertFails(
        "BadRequest",
        400,
        () ->
            S3.putObject(
                b -> b.bucket(BUCKET).key("k").tagging(many), RequestBody.fromString("x")));
    assertThat(tags("k")).isEmpty();
  }

  @Test
  void attributes_ofAnObject_areThoseAskedFor() {
    GetObjectAttributesResponse all = attributes("k", ObjectAttributes.values());
    assertThat(all.eTag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    assertThat(all.objectSize()).isEqualTo(5);
    assertThat(all.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(all.objectParts()).isNull();
    CRC32 crc = new CRC32();
    crc.update("hello".getBytes(StandardCharsets.US_ASCII));
    byte[] value = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    assertThat(all.checksum().checksumCRC32()).isEqualTo(Base64.getEncoder().encodeToString(value));
    GetObjectAttributesResponse one = attributes("k", ObjectAttributes.OBJECT_SIZE);
    assertThat(one.eTag()).isNull();
    assertThat(one.lastModified()).isNotNull();
    assertFails("NoSuchKey", 404, () -> attributes("none", ObjectAttributes.E_TAG));
  }

  @Test
  void attributes_ofParts_comePageByPage() {
    String id = S3.createMultipartUpload(b -> b.bucket(BUCKET).key("big")).uploadId();
    CompletedPart[] parts =
        IntStream.of(1, 2, 5)
            .mapToObj(number ->
                CompletedPart.builder()
                    .partNumber(number)
                    .eTag(
                        S3.uploadPart(
                                b -> b.bucket(BUCKET).key("big").uploadId(id).partNumber(number),
                                RequestBody.fromBytes(new byte[number == 5 ? 9 : MIN]))
                            .eTag())
                    .build())
            .toArray(CompletedPart[]::new);
    S3.completeMultipartUpload(
        b -> b.bucket(BUCKET).key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));
    GetObjectAttributesResponse page =
        S3.getObjectAttributes(b ->
            b.bucket(BUCKET)
                .key("big")
                .objectAttributes(ObjectAttributes.OBJECT_PARTS)
                .maxParts(1)
                .partNumberMarker(2));
    assertThat(page.objectParts().totalPartsCount()).isEqualTo(3);
    assertThat(page.objectParts().isTruncated()).isFalse();
    assertThat(page.objectParts().parts().getFirst().partNumber()).isEqualTo(5);
    assertThat(page.objectParts().parts().getFirst().size()).isEqualTo(9);
  }

  private static GetObjectAttributesResponse attributes(String key, ObjectAttributes... wanted) {
    List<ObjectAttributes> known =
        List.of(wanted).stream()
            .filter(attribute -> attribute != ObjectAttributes.UNKNOWN_TO_SDK_VERSION)
            .toList();
    return S3.getObjectAttributes(b -> b.bucket(BUCKET).key(key).objectAttributes(known));
  }

  private static List<Tag> tags(String key) {
    return S3.getObjectTagging(b -> b.bucket(BUCKET).key(key)).tagSet();
  }

  private static void put(String key, Tag... tags) {
    S3.putObjectTagging(b -> b.bucket(BUCKET).key(key).tagging(t -> t.tagSet(tags)));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
