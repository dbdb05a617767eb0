// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.web.Aria2;
import io.fractus.web.TestCloud;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** Torrents of objects, which a stock client downloads. */
class TorrentTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final String BUCKET = "pub";

  @TempDir private Path downloads;

  @BeforeEach
  void makeBucket() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static byte[] put(String key, int size, ObjectCannedACL acl) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    S3.putObject(b -> b.bucket(BUCKET).key(key).acl(acl), RequestBody.fromBytes(bytes));
    return bytes;
  }

  private static HttpResponse<byte[]> anonymous(String path) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(CLOUD.s3() + path)).build(),
          BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] signed(String key, String expires) {
    return S3.getObjectTorrentAsBytes(b ->
            b.bucket(BUCKET)
                .key(key)
                .overrideConfiguration(o -> o.putRawQueryParameter("web-seed-expires", expires)))
        .asByteArray();
  }

  private static BDictionary parsed(byte[] torrent) {
    return (BDictionary) Bencode.decode(torrent);
  }

  private static BDictionary info(byte[] torrent) {
    return (BDictionary) Objects.requireNonNull(parsed(torrent).get("info"));
  }

  private static String seed(byte[] torrent) {
    BList seeds = (BList) Objects.requireNonNull(parsed(torrent).get("url-list"));
    assertThat(seeds.values()).hasSize(1);
    return seeds.values().getFirst().toString();
  }

  /** Nothing, one byte, a piece, some pieces, and more than is hashed at once. */
  @Test
  void torrents_ofPublicObjectsOfAllSizes_areDownloadedByAStockClient() throws IOException {
    Map<String, byte[]> objects = new HashMap<>();
    List<byte[]> torrents = new ArrayList<>();
    for (int size : new int[] {0, 1, 262_144, 600_001, 5_000_003}) {
      String name = size + ".bin";
      objects.put(name, put("dir/" + name, size, ObjectCannedACL.PUBLIC_READ));
      HttpResponse<byte[]> answer = anonymous("/pub/dir/" + name + "?torrent");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-bittorrent");
      assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment; filename=\"" + name + ".torrent\"");
      assertThat(seed(answer.body())).isEqualTo(CLOUD.s3() + "/pub/dir/" + name);
      assertThat(info(answer.body()).integer("private")).isNull();
      assertThat(parsed(answer.body()).get("announce")).isNull();
      torrents.add(answer.body());
    }
    Aria2.download(downloads, torrents);
    assertDownloaded(objects);
  }

  @Test
  void torrents_ofKeysWithOddBytes_areDownloadedAllTheSame() throws IOException {
    Map<String, String> names =
        Map.of(
            "a b+c&d=e?f#g%41.bin", "a b+c&d=e?f#g%41.bin",
            "übung/日本語/😀.bin", "😀.bin",
            "folder/", "folder",
            "a//b///", "b");
    Map<String, byte[]> objects = new HashMap<>();
    List<byte[]> torrents = new ArrayList<>();
    for (Map.Entry<String, String> entry : names.entrySet()) {
      String key = entry.getKey();
      objects.put(entry.getValue(), put(key, 1_000 + objects.size(), ObjectCannedACL.PUBLIC_READ));
      byte[] torrent = S3.getObjectTorrentAsBytes(b -> b.bucket(BUCKET).key(key)).asByteArray();
      assertThat(info(torrent).get("name")).hasToString(entry.getValue());
      assertThat(seed(torrent)).doesNotEndWith("/").isASCII();
      torrents.add(torrent);
    }
    Aria2.download(downloads, torrents);
    assertDownloaded(objects);
  }

  private void assertDownloaded(Map<String, byte[]> objects) throws IOException {
    try (Stream<Path> files = Files.list(downloads)) {
      assertThat(files).hasSameSizeAs(objects.keySet());
    }
    objects.forEach((name, bytes) -> assertThat(downloads.resolve(name)).hasBinaryContent(bytes));
  }

  @Test
  void torrent_ofAPrivateObject_hasALinkOnlyIfItIsAskedFor() throws IOException {
    byte[] bytes = put("secret", 300_000, ObjectCannedACL.PRIVATE);
    assertThat(anonymous("/pub/secret?torrent").statusCode()).isEqualTo(403);
    assertThat(anonymous("/pub/secret?torrent&web-seed-expires=60").statusCode()).isEqualTo(403);
    assertFails(
        "InvalidRequest", 400, () -> S3.getObjectTorrent(b -> b.bucket(BUCKET).key("secret")));
    for (String wrong : new String[] {"0", "-1", "604801", "an hour", ""}) {
      assertFails("InvalidArgument", 400, () -> signed("secret", wrong));
    }

    byte[] torrent = signed("secret", "3600");
    assertThat(info(torrent).integer("private")).isEqualTo(1);
    // In the path: clients made with libtorrent take no query from a local address.
    assertThat(seed(torrent))
        .matches(
            CLOUD.s3() + "/~[^/?]*X-Amz-Expires=36\\d\\d&[^/?]*X-Amz-Signature=[^/?]*/pub/secret");
    assertThat(new String(torrent, StandardCharsets.ISO_8859_1))
        .doesNotContain(TestCloud.CREDENTIALS.secretAccessKey());
    Aria2.download(downloads, List.of(torrent));
    assertDownloaded(Map.of("secret", bytes));

    // As libtorrent asks, and as nobody else does.
    String path = seed(torrent).substring(CLOUD.s3().toString().length());
    assertThat(TestCloud.raw(CLOUD.s3(), "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    String unfolded = path.replaceFirst("/~([^/]*)(/.*)", "$2?$1");
    assertThat(anonymous(unfolded).statusCode()).isEqualTo(403);
    String forged = path.replaceFirst("X-Amz-Expires=\\d+", "X-Amz-Expires=9999");
    assertThat(anonymous(forged).statusCode()).isEqualTo(403);
    put("secret", 5, ObjectCannedACL.PUBLIC_READ);
    assertThat(seed(signed("secret", "60"))).isEqualTo(CLOUD.s3() + "/pub/secret");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /~versionId=null/pub/k, 200",
    "HEAD, /~versionId=null/pub/k, 200",
    "GET, /~versionId=%zz/pub/k, 400",
    "GET, /~versionId=null/pub/k?acl, 400",
    "GET, /~acl/pub/k, 400",
    "GET, /~versionId=null&torrent/pub/k, 400",
    "DELETE, /~versionId=null/pub/k, 400",
    "GET, /~versionId=null/, 400",
    "GET, /~versionId=null/pub, 400",
    "GET, /~versionId=null/pub/, 400",
    "GET, /~versionId=null, 400"
  })
  void query_inThePath_isOnlyForReadsOfObjects(String method, String path, int status)
      throws IOException {
    put("k", 10, ObjectCannedACL.PRIVATE);
    S3.putBucketPolicy(b ->
        b.bucket(BUCKET)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:*\","
                    + "\"Resource\":[\"arn:aws:s3:::pub\",\"arn:aws:s3:::pub/*\"]}]}"));
    assertThat(TestCloud.raw(CLOUD.s3(), method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 " + status + " ");
    assertThat(CLOUD.store().count()).isEqualTo(1);
  }

  @Test
  void torrent_forWhoMayNotReadTheObject_isDenied() throws IOException {
    put("k", 10, ObjectCannedACL.PRIVATE);
    var _ = CLOUD.accounts().create("reader", "readwrite", Quota.NONE);
    var key = CLOUD.accounts().createKey("reader", "");
    S3.putBucketPolicy(b ->
        b.bucket(BUCKET)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:GetObjectTorrent\","
                    + "\"Resource\":\"arn:aws:s3:::pub/*\"}]}"));
    try (S3Client his = SdkClients.of(CLOUD, key.about().id(), key.secretAccessKey())) {
      assertFails("AccessDenied", 403, () -> his.getObjectTorrent(b -> b.bucket(BUCKET).key("k")));
    }
    assertThat(anonymous("/pub/k?torrent").statusCode()).isEqualTo(403);
    assertThat(anonymous("/pub/none?torrent").statusCode()).isEqualTo(403);
    assertFails("NoSuchKey", 404, () -> S3.getObjectTorrent(b -> b.bucket(BUCKET).key("none")));
  }

  @Test
  void torrent_ofALargeObject_isHashedOnce() {
    put("large", 5_000_000, ObjectCannedACL.PUBLIC_READ);
    byte[] first = S3.getObjectTorrentAsBytes(b -> b.bucket(BUCKET).key("large")).asByteArray();
    CLOUD.store().breakReadsAfter(100);
    assertThat(S3.getObjectTorrentAsBytes(b -> b.bucket(BUCKET).key("large")).asByteArray())
        .isEqualTo(first);
    put("large", 5_000_001, ObjectCannedACL.PUBLIC_READ);
    assertFails(
        "ServiceUnavailable", 503, () -> S3.getObjectTorrent(b -> b.bucket(BUCKET).key("large")));
  }
}
