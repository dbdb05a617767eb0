// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

abstract class Lists extends Subject {
  private static final List<String> KEYS =
      List.of("a.txt", "a/1", "a/2/x", "a/2/y", "a/3", "b.txt", "b/1", "c d", "é");

  Lists(Server server) {
    super(server);
  }

  @BeforeEach
  void fill() {
    KEYS.forEach(key -> put(key, random(3)));
  }

  @Test
  void all_areListedInTheOrderOfTheirBytes() {
    ListObjectsV2Response all = s3.listObjectsV2(list -> list.bucket(bucket));
    assertThat(all.contents()).extracting(S3Object::key).containsExactlyElementsOf(KEYS);
    assertThat(all.contents())
        .allMatch(object -> object.size() == 3 && object.eTag().length() == 34);
    assertThat(all.isTruncated()).isFalse();
    assertThat(all.keyCount()).isEqualTo(KEYS.size());
  }

  @Test
  void prefixAndDelimiter_rollUp() {
    ListObjectsV2Response top = s3.listObjectsV2(list -> list.bucket(bucket).delimiter("/"));
    assertThat(top.contents())
        .extracting(S3Object::key)
        .containsExactly("a.txt", "b.txt", "c d", "é");
    assertThat(top.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/", "b/");
    ListObjectsV2Response below =
        s3.listObjectsV2(list -> list.bucket(bucket).delimiter("/").prefix("a/"));
    assertThat(below.contents()).extracting(S3Object::key).containsExactly("a/1", "a/3");
    assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/2/");
  }

  @Test
  void pages_ofAnySize_haveAllOnce() {
    for (int size = 1; size <= 4; size++) {
      int most = size;
      List<String> found = new ArrayList<>();
      s3.listObjectsV2Paginator(list -> list.bucket(bucket).maxKeys(most))
          .contents()
          .forEach(object -> found.add(object.key()));
      assertThat(found).as("pages of " + size).containsExactlyElementsOf(KEYS);
    }
  }

  @Test
  void startAfter_andMarker_areNotListedThemselves() {
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket).startAfter("a/3")).contents())
        .extracting(S3Object::key)
        .containsExactly("b.txt", "b/1", "c d", "é");
    ListObjectsResponse first =
        s3.listObjects(list -> list.bucket(bucket).marker("a/2/y").maxKeys(2));
    assertThat(first.contents()).extracting(S3Object::key).containsExactly("a/3", "b.txt");
    assertThat(first.isTruncated()).isTrue();
  }

  @Test
  void nothing_isListed_whenNothingMatches() {
    ListObjectsV2Response none = s3.listObjectsV2(list -> list.bucket(bucket).prefix("zzz"));
    assertThat(none.contents()).isEmpty();
    assertThat(none.keyCount()).isZero();
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket).maxKeys(0)).contents()).isEmpty();
  }
}
