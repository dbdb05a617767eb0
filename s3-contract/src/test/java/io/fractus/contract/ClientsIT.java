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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
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
}
