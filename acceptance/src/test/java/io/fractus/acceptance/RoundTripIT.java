// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What goes in by any client comes back by any client, byte for byte. */
final class RoundTripIT {
  /** More than three stripes of the default geometry, and not a multiple of anything. */
  private static final long LARGE = 200_000_003L;

  /** For the clients with which size is not the point. */
  private static final int MIDDLE = 24_000_007;

  private static final int RANGES = 50;
  private static final String BUCKET = "roundtrip";

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(12, "raid6:4+2x2");

  private static final long SEED = Long.getLong("fractus.seed", System.nanoTime());

  @TempDir private static Path directory;

  private static Cloud cloud;
  private static RestClient rest;

  @BeforeAll
  static void makeBucket() throws IOException {
    System.out.println("RoundTripIT: -Dfractus.seed=" + SEED);
    cloud = clouds.cloud();
    rest = cloud.rest();
    rest.makeBucket(BUCKET);
  }

  private static String authorization() {
    return "Authorization: Bearer " + rest.token();
  }

  private static Tool.Result curl(String... arguments) {
    String[] command = new String[arguments.length + 6];
    System.arraycopy(
        new String[] {"curl", "-sS", "--fail-with-body", "--noproxy", "*", "-H"}, 0, command, 0, 6);
    System.arraycopy(arguments, 0, command, 6, arguments.length);
    return Tool.run(command);
  }

  @Test
  void curl_largeFile_comesBackWholeAndInRanges() throws IOException {
    Path file = directory.resolve("large.bin");
    Bytes.writeRandom(file, SEED, LARGE);
    String url = rest.uri(RestClient.path(BUCKET, "large.bin")).toString();

    curl(authorization(), "-T", file.toString(), url).orFail();

    Path back = directory.resolve("large.back");
    curl(authorization(), "-o", back.toString(), url).orFail();
    Bytes.assertSame(back, file);
    byte[] expected = Files.readAllBytes(file);
    checkRangesByRest("large.bin", expected);
    checkRangesBySdk("large.bin", expected);
    assertThat(rest.head(RestClient.path(BUCKET, "large.bin")).header("ETag"))
        .isEqualTo('"' + Bytes.md5(expected) + '"');
  }

  private static void checkRangesByRest(String key, byte[] expected) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < RANGES; i++) {
      int from = random.nextInt(expected.length);
      int to = Math.min(expected.length - 1, from + random.nextInt(1 << (i % 22)));
      RestClient.Reply reply = rest.range(BUCKET, key, from, to);
      assertThat(reply.status()).isEqualTo(206);
      assertThat(reply.header("Content-Range"))
          .isEqualTo("bytes %d-%d/%d".formatted(from, to, expected.length));
      Bytes.assertSame(
          "range " + from + "-" + to,
          reply.body(),
          java.util.Arrays.copyOfRange(expected, from, to + 1));
    }
  }

  private static void checkRangesBySdk(String key, byte[] expected) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    try (S3Client s3 = S3.sdk(cloud)) {
      for (int i = 0; i < RANGES; i++) {
        int from = random.nextInt(expected.length);
        int to = Math.min(expected.length - 1, from + random.nextInt(1 << (i % 22)));
        ResponseBytes<GetObjectResponse> part =
            s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(key).range("bytes=" + from + "-" + to));
        Bytes.assertSame(
            "range " + from + "-" + to + " by S3",
            part.asByteArrayUnsafe(),
            java.util.Arrays.copyOfRange(expected, from, to + 1));
      }
    }
  }

  @Test
  void commandLine_putAndGet_givesTheSameFile() throws IOException {
    Path file = directory.resolve("middle.bin");
    Bytes.writeRandom(file, SEED + 2, MIDDLE);
    Path back = directory.resolve("middle.back");
    String data = cloud.data().toString();

    Tool.run(
            Tool.fractus("put", "--data", data, file.toString(), BUCKET + "/middle.bin"),
            Map.of(),
            Tool.LIMIT)
        .orFail();
    Tool.run(
            Tool.fractus("get", "--data", data, BUCKET + "/middle.bin", back.toString()),
            Map.of(),
            Tool.LIMIT)
        .orFail();

    Bytes.assertSame(back, file);
    assertThat(
            Tool.run(Tool.fractus("ls", "--data", data, BUCKET), Map.of(), Tool.LIMIT)
                .orFail()
                .output())
        .contains("middle.bin");
  }

  @Test
  void sdk_putHeadGetListDelete_areThoseOfS3() throws IOException {
    byte[] body = Bytes.random(SEED + 3, MIDDLE);
    try (S3Client s3 = S3.sdk(cloud)) {
      s3.createBucket(b -> b.bucket("by-sdk"));
      s3.putObject(
          b -> b.bucket("by-sdk").key("a/b c+ü.bin").metadata(Map.of("colour", "blue")),
          RequestBody.fromBytes(body));

      HeadObjectResponse head = s3.headObject(b -> b.bucket("by-sdk").key("a/b c+ü.bin"));
      assertThat(head.contentLength()).isEqualTo(body.length);
      assertThat(head.eTag()).isEqualTo('"' + Bytes.md5(body) + '"');
      assertThat(head.metadata()).containsEntry("colour", "blue");
      Bytes.assertSame(
          "the object by S3",
          s3.getObjectAsBytes(b -> b.bucket("by-sdk").key("a/b c+ü.bin")).asByteArrayUnsafe(),
          body);
      assertThat(s3.listObjectsV2(b -> b.bucket("by-sdk").prefix("a/")).contents())
          .extracting(S3Object::key)
          .containsExactly("a/b c+ü.bin");

      s3.deleteObject(b -> b.bucket("by-sdk").key("a/b c+ü.bin"));
      assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket("by-sdk").key("a/b c+ü.bin")))
          .isInstanceOf(NoSuchKeyException.class);
      s3.deleteBucket(b -> b.bucket("by-sdk"));
    }
  }

  @Test
  void s3cmd_putGetListDelete_work() throws IOException {
    Path file = directory.resolve("s3cmd.bin");
    Bytes.writeRandom(file, SEED + 4, MIDDLE);
    Path back = directory.resolve("s3cmd.back");
    String url = "s3://by-s3cmd/dir/s3cmd.bin";

    S3.s3cmd(cloud, "mb", "s3://by-s3cmd").orFail();
    S3.s3cmd(cloud, "put", file.toString(), url).orFail();
    S3.s3cmd(cloud, "get", url, back.toString()).orFail();

    Bytes.assertSame(back, file);
    assertThat(S3.s3cmd(cloud, "ls", "s3://by-s3cmd/dir/").orFail().output()).contains(url);
    S3.s3cmd(cloud, "del", url).orFail();
    assertThat(S3.s3cmd(cloud, "ls", "s3://by-s3cmd/dir/").orFail().output()).doesNotContain(url);
  }

  @Test
  void rest_smallText_hasItsHeadersAndConditions() throws IOException {
    byte[] text = "Was du ererbt von deinen Vätern hast\n".getBytes(StandardCharsets.UTF_8);
    String path = RestClient.path(BUCKET, "texts/faust.txt");
    rest.put(BUCKET, "texts/faust.txt", text, Map.of("Content-Type", "text/plain; charset=utf-8"))
        .orFail();
    String etag = '"' + Bytes.md5(text) + '"';

    RestClient.Reply whole = rest.get(BUCKET, "texts/faust.txt").orFail();
    Bytes.assertSame("the text", whole.body(), text);
    assertThat(whole.header("Content-Type").replace(" ", "")).isEqualTo("text/plain;charset=utf-8");
    assertThat(whole.header("ETag")).isEqualTo(etag);

    RestClient.Reply head = rest.head(path).orFail();
    assertThat(head.header("Content-Length")).isEqualTo("" + text.length);
    assertThat(head.header("ETag")).isEqualTo(etag);
    assertThat(head.header("Last-Modified")).endsWith("GMT");

    assertThat(rest.get(path, Map.of("If-None-Match", etag)).status()).isEqualTo(304);
    assertThat(rest.get(path, Map.of("Range", "bytes=-5")).body())
        .isEqualTo(java.util.Arrays.copyOfRange(text, text.length - 5, text.length));
    RestClient.Reply beyond = rest.range(BUCKET, "texts/faust.txt", text.length, text.length + 9);
    assertThat(beyond.status()).isEqualTo(416);
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */" + text.length);
  }

  @Test
  void rest_listAndDelete_showWhatIsThere() throws IOException {
    String listing = "/api/v1/buckets/" + BUCKET + "/objects?prefix=list/";
    rest.put(BUCKET, "list/a", new byte[] {1}).orFail();
    rest.put(BUCKET, "list/empty", new byte[0]).orFail();
    assertThat(rest.get(listing, Map.of()).orFail().text()).contains("list/a", "list/empty");
    assertThat(rest.get(BUCKET, "list/empty").orFail().body()).isEmpty();

    assertThat(rest.delete(RestClient.path(BUCKET, "list/a")).status()).isEqualTo(204);

    assertThat(rest.get(BUCKET, "list/a").status()).isEqualTo(404);
    assertThat(rest.get(BUCKET, "list/a").problem().type()).isEqualTo("no-such-key");
    assertThat(rest.get(listing, Map.of()).orFail().text()).doesNotContain("list/a");
  }

  @Test
  void rest_putTwice_replaces() throws IOException {
    byte[] second = Bytes.random(SEED + 6, 300_000);
    rest.put(BUCKET, "twice", Bytes.random(SEED + 5, 500_000)).orFail();
    rest.put(BUCKET, "twice", second).orFail();
    Bytes.assertSame("the second body", rest.get(BUCKET, "twice").orFail().body(), second);
  }
}
