// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static io.fractus.web.s3.SdkClients.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.torrents.bencode.BValue.BDictionary;
import io.fractus.torrents.bencode.BValue.BList;
import io.fractus.torrents.bencode.Bencode;
import io.fractus.web.Aria2;
import io.fractus.web.RealCloud;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Torrents of versions and of objects that came in parts, over a real store. */
@Timeout(120)
class VersionTorrentTest {
  private static final String BUCKET = "versions";
  private static final String OPEN = "open";
  private static final int MIB = 1 << 20;
  private static final int[] PARTS = {5 * MIB + 1, 6 * MIB, 12_345};

  @TempDir static Path directory;
  @TempDir private Path downloads;
  private static RealCloud cloud;
  private static S3Client s3;
  private int seed;

  @BeforeAll
  static void start() throws IOException {
    cloud = new RealCloud(directory);
    s3 = SdkClients.ofRoot(cloud.s3());
    for (String bucket : new String[] {BUCKET, OPEN}) {
      s3.createBucket(b -> b.bucket(bucket));
      version(bucket, BucketVersioningStatus.ENABLED);
    }
    s3.putBucketPolicy(b ->
        b.bucket(OPEN)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:GetObject*\","
                    + "\"Resource\":\"arn:aws:s3:::open/*\"}}"));
  }

  @AfterAll
  static void stop() {
    s3.close();
    cloud.close();
  }

  private static void version(String bucket, BucketVersioningStatus status) {
    s3.putBucketVersioning(b -> b.bucket(bucket).versioningConfiguration(v -> v.status(status)));
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(++seed).nextBytes(bytes);
    return bytes;
  }

  private static String put(String bucket, String key, byte[] bytes) {
    return s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes)).versionId();
  }

  private static String upload(String key, byte[] bytes) {
    PartUploads uploads = new PartUploads(s3, OPEN, key);
    String id = uploads.begin();
    List<CompletedPart> parts = new ArrayList<>();
    int from = 0;
    for (int size : PARTS) {
      byte[] part = Arrays.copyOfRange(bytes, from, from + size);
      parts.add(uploads.put(id, parts.size() + 1, part));
      from += size;
    }
    return uploads.complete(id, parts.toArray(CompletedPart[]::new)).versionId();
  }

  private static byte[] torrent(String bucket, String key, Map<String, String> query) {
    return s3.getObjectTorrentAsBytes(b ->
            b.bucket(bucket)
                .key(key)
                .overrideConfiguration(o -> query.forEach(o::putRawQueryParameter)))
        .asByteArray();
  }

  private static byte[] torrent(String key, String version) {
    return torrent(OPEN, key, Map.of("versionId", version));
  }

  private static String seed(byte[] torrent) {
    BDictionary parsed = (BDictionary) Bencode.decode(torrent);
    BList seeds = (BList) Objects.requireNonNull(parsed.get("url-list"));
    return seeds.values().getFirst().toString();
  }

  /** Small ones are packed, those in parts are hashed in the background. */
  @Test
  void torrents_ofVersions_areDownloadedWhateverTheKeyShows() throws IOException {
    Map<String, byte[]> expected = new HashMap<>();
    List<byte[]> torrents = new ArrayList<>();

    byte[] packed = bytes(1_001);
    String first = put(OPEN, "packed", packed);
    put(OPEN, "packed", bytes(1_001));
    torrents.add(torrent("packed", first));
    expected.put("packed", packed);

    byte[] hidden = bytes(700_003);
    String beneath = put(OPEN, "hidden", hidden);
    s3.deleteObject(b -> b.bucket(OPEN).key("hidden"));
    torrents.add(torrent("hidden", beneath));
    expected.put("hidden", hidden);

    byte[] whole = bytes(Arrays.stream(PARTS).sum());
    String old = upload("in parts", whole);
    put(OPEN, "in parts", bytes(9));
    torrents.add(torrent("in parts", old));
    assertThat(seed(torrents.getLast())).endsWith("/~versionId=" + old + "/open/in%20parts");
    expected.put("in parts", whole);

    byte[] shown = bytes(400_000);
    put(OPEN, "shown", shown);
    torrents.add(torrent(OPEN, "shown", Map.of()));
    put(OPEN, "shown", bytes(9));
    expected.put("shown", shown);

    version(OPEN, BucketVersioningStatus.SUSPENDED);
    byte[] unnamed = bytes(300_000);
    put(OPEN, "unnamed", unnamed);
    version(OPEN, BucketVersioningStatus.ENABLED);
    put(OPEN, "unnamed", bytes(9));
    torrents.add(torrent("unnamed", "null"));
    expected.put("unnamed", unnamed);

    byte[] secret = bytes(500_000);
    String ours = put(BUCKET, "secret", secret);
    put(BUCKET, "secret", bytes(9));
    torrents.add(torrent(BUCKET, "secret", Map.of("versionId", ours, "web-seed-expires", "600")));
    assertThat(seed(torrents.getLast())).contains("X-Amz-Signature=", "versionId=" + ours);
    expected.put("secret", secret);

    Aria2.download(downloads, torrents);
    expected.forEach((name, sent) -> assertThat(downloads.resolve(name)).hasBinaryContent(sent));
  }

  @Test
  void torrent_ofWhatIsNoVersionOrCannotBeRead_isRefused() {
    String good = put(OPEN, "k", bytes(10));
    String marker = s3.deleteObject(b -> b.bucket(OPEN).key("k")).versionId();
    assertFails("NoSuchKey", 404, () -> torrent(OPEN, "k", Map.of()));
    assertFails("MethodNotAllowed", 405, () -> torrent("k", marker));
    assertFails("NoSuchVersion", 404, () -> torrent("k", "0".repeat(good.length())));
    assertFails("InvalidArgument", 400, () -> torrent("k", ""));

    String first = put(BUCKET, "k", bytes(10));
    put(BUCKET, "k", bytes(11));
    assertFails("InvalidRequest", 400, () -> torrent(BUCKET, "k", Map.of("versionId", first)));
  }

  /** It has no key with which a client could read it, whichever version is asked for. */
  @Test
  void torrent_ofAVersionSealedWithAKeyOfAClient_isRefused() throws Exception {
    byte[] key = bytes(32);
    String sealed = Base64.getEncoder().encodeToString(key);
    String digest = md5(key);
    String version =
        s3.putObject(
                b ->
                    b.bucket(OPEN)
                        .key("sealed")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(sealed)
                        .sseCustomerKeyMD5(digest),
                RequestBody.fromBytes(bytes(100)))
            .versionId();
    assertFails("InvalidRequest", 400, () -> torrent(OPEN, "sealed", Map.of()));
    put(OPEN, "sealed", bytes(9));
    assertFails("InvalidRequest", 400, () -> torrent("sealed", version));
    assertThat(torrent(OPEN, "sealed", Map.of())).isNotEmpty();
  }

  private static String md5(byte[] bytes) throws NoSuchAlgorithmException {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
  }
}
