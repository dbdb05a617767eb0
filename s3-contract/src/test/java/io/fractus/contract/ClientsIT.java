// SPDX-License-Identifier: Apache-2.0
package io.fractus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** Clients in Java that people have, with what they do by default. */
final class ClientsIT {
  /** More than two parts of the transfer manager, which makes them of 8 MiB. */
  private static final int LARGE = 20_000_003;

  @RegisterExtension static final RunningServer servers = new RunningServer(FractusServer::start);

  @TempDir Path directory;

  private static Server running() {
    return servers.get();
  }

  @Test
  void transferManager_movesAFileInPartsAndADirectory() throws IOException {
    try (S3AsyncClient netty =
            S3AsyncClient.builder()
                .endpointOverride(running().endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(running().credentials())
                .multipartEnabled(true)
                .build();
        S3TransferManager manager = S3TransferManager.builder().s3Client(netty).build();
        S3Client s3 = running().client()) {
      s3.createBucket(make -> make.bucket("manager"));
      Path file = directory.resolve("large");
      Files.write(file, Subject.random(LARGE));
      manager
          .uploadFile(
              up -> up.putObjectRequest(put -> put.bucket("manager").key("large")).source(file))
          .completionFuture()
          .join();
      assertThat(s3.headObject(head -> head.bucket("manager").key("large")).eTag()).contains("-");
      Path back = directory.resolve("back");
      manager
          .downloadFile(down ->
              down.getObjectRequest(get -> get.bucket("manager").key("large")).destination(back))
          .completionFuture()
          .join();
      assertThat(back).hasSameBinaryContentAs(file);

      Path tree = Files.createDirectories(directory.resolve("tree/a/b"));
      for (int i = 0; i < 20; i++) {
        Files.write(tree.resolve("file-" + i), Subject.random(i * 1_000));
      }
      var uploaded =
          manager
              .uploadDirectory(
                  up -> up.bucket("manager").source(directory.resolve("tree")).s3Prefix("t"))
              .completionFuture()
              .join();
      assertThat(uploaded.failedTransfers()).isEmpty();
      Path copy = directory.resolve("copy");
      var downloaded =
          manager
              .downloadDirectory(down ->
                  down.bucket("manager")
                      .destination(copy)
                      .listObjectsV2RequestTransformer(list -> list.prefix("t/")))
              .completionFuture()
              .join();
      assertThat(downloaded.failedTransfers()).isEmpty();
      for (int i = 0; i < 20; i++) {
        assertThat(copy.resolve("a/b/file-" + i)).hasSize(i * 1_000L);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // Closing it may be interrupted.
  void minioClient_doesTheMainJob() throws Exception {
    try (MinioClient minio =
        MinioClient.builder()
            .endpoint(running().endpoint().toString())
            .credentials(running().accessKey(), running().secretKey())
            .build()) {
      minio.makeBucket(MakeBucketArgs.builder().bucket("minio").build());
      for (int length : new int[] {0, 1_000, LARGE}) {
        byte[] body = Subject.random(length);
        String key = "ü dir/size " + length;
        minio.putObject(
            PutObjectArgs.builder().bucket("minio").object(key).stream(
                    new ByteArrayInputStream(body), (long) length, -1L)
                .build());
        try (var in =
            minio.getObject(GetObjectArgs.builder().bucket("minio").object(key).build())) {
          assertThat(in.readAllBytes()).isEqualTo(body);
        }
      }
      List<String> keys = new ArrayList<>();
      for (var item :
          minio.listObjects(ListObjectsArgs.builder().bucket("minio").recursive(true).build())) {
        keys.add(item.get().objectName());
      }
      assertThat(keys).containsExactly("ü dir/size 0", "ü dir/size 1000", "ü dir/size " + LARGE);
      for (String key : keys) {
        minio.removeObject(RemoveObjectArgs.builder().bucket("minio").object(key).build());
      }
      assertThat(
              minio.listObjects(ListObjectsArgs.builder().bucket("minio").recursive(true).build()))
          .isEmpty();
    }
  }

  /** Bodies in chunks with each checksum that Java has behind them, by both transports. */
  @Test
  void transports_everyChecksumBehindTheBody_isKept() throws IOException {
    byte[] body = Subject.random(300_001);
    try (S3Client apache = running().client();
        S3AsyncClient netty = netty(running().endpoint())) {
      apache.createBucket(make -> make.bucket("transports"));
      for (ChecksumAlgorithm algorithm :
          List.of(
              ChecksumAlgorithm.CRC32,
              ChecksumAlgorithm.CRC32_C,
              ChecksumAlgorithm.SHA1,
              ChecksumAlgorithm.SHA256)) {
        PutObjectRequest put =
            PutObjectRequest.builder()
                .bucket("transports")
                .key(algorithm.toString())
                .checksumAlgorithm(algorithm)
                .build();
        // Of an unknown source, so that it can only follow.
        apache.putObject(
            put,
            RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(body), body.length, "a/b"));
        HeadObjectResponse byApache = head(apache, algorithm);
        netty.putObject(put, AsyncRequestBody.fromBytes(body)).join();
        assertThat(head(apache, algorithm).checksumTypeAsString()).isEqualTo("FULL_OBJECT");
        assertThat(sums(head(apache, algorithm))).isEqualTo(sums(byApache)).hasSize(1);
        assertThat(
                netty
                    .getObject(
                        get ->
                            get.bucket("transports")
                                .key(algorithm.toString())
                                .checksumMode(ChecksumMode.ENABLED),
                        AsyncResponseTransformer.toBytes())
                    .join()
                    .asByteArray())
            .isEqualTo(body);
      }
    }
  }

  private static HeadObjectResponse head(S3Client s3, ChecksumAlgorithm algorithm) {
    return s3.headObject(head ->
        head.bucket("transports").key(algorithm.toString()).checksumMode(ChecksumMode.ENABLED));
  }

  private static List<String> sums(HeadObjectResponse head) {
    return Stream.of(
            head.checksumCRC32(), head.checksumCRC32C(), head.checksumSHA1(), head.checksumSHA256())
        .filter(Objects::nonNull)
        .toList();
  }

  /** What breaks in the middle is tried again, and is whole then. */
  @Test
  void transports_connectionsThatBreak_areTriedAgain() throws IOException {
    byte[] body = Subject.random(3_000_001);
    try (S3Client s3 = running().client()) {
      s3.createBucket(make -> make.bucket("broken"));
    }
    try (CuttingProxy proxy = new CuttingProxy(running().endpoint(), 1_000_000, 1);
        S3AsyncClient netty = netty(proxy.endpoint())) {
      netty.putObject(b -> b.bucket("broken").key("k"), AsyncRequestBody.fromBytes(body)).join();
      assertThat(proxy.cutsLeft()).isZero();
    }
    try (CuttingProxy proxy = new CuttingProxy(running().endpoint(), 1_000_000, 2);
        S3Client apache =
            S3Client.builder()
                .endpointOverride(proxy.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(running().credentials())
                .build()) {
      assertThat(apache.getObjectAsBytes(b -> b.bucket("broken").key("k")).asByteArray())
          .isEqualTo(body);
      assertThat(proxy.cutsLeft()).isZero();
    }
  }

  private static S3AsyncClient netty(URI endpoint) {
    return S3AsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(running().credentials())
        .build();
  }
}
