// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;

abstract class Buckets extends Subject {
  Buckets(Server server) {
    super(server);
  }

  @Test
  void bucketThatWasMade_isListedAndFound() {
    assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).contains(bucket);
    assertThat(s3.headBucket(head -> head.bucket(bucket)).sdkHttpResponse().statusCode())
        .isEqualTo(200);
  }

  @Test
  void bucketThatIsNotThere_isNotFound() {
    String other = bucket + "-none";
    refused(404, "", () -> s3.headBucket(head -> head.bucket(other)));
    refused(404, "NoSuchBucket", () -> s3.listObjectsV2(list -> list.bucket(other)));
    refused(404, "NoSuchBucket", () -> s3.deleteBucket(delete -> delete.bucket(other)));
    refused(
        404,
        "NoSuchBucket",
        () -> s3.getObjectAsBytes(get -> get.bucket(other).key("a")).asByteArray());
  }

  @Test
  void bucketWithAnObject_isNotDeleted() {
    put("a", random(10));
    refused(409, "BucketNotEmpty", () -> s3.deleteBucket(delete -> delete.bucket(bucket)));
    assertThat(get("a")).hasSize(10);
    s3.deleteObject(delete -> delete.bucket(bucket).key("a"));
    s3.deleteBucket(delete -> delete.bucket(bucket));
    refused(404, "", () -> s3.headBucket(head -> head.bucket(bucket)));
  }

  @Test
  void location_isKnown() {
    // The region of the oldest part of S3 has no name there.
    assertThat(s3.getBucketLocation(get -> get.bucket(bucket)).locationConstraintAsString())
        .isIn("", null, "us-east-1");
  }
}
