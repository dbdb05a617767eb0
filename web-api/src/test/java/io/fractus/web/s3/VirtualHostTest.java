// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.fractus.web.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Buckets that stand in the name of the host, signed as AWS's client signs them. */
class VirtualHostTest {
  private static final TestCloud CLOUD = new TestCloud();
  private static final S3Client S3 = SdkClients.of(CLOUD);
  private static final String HOST = "pub.s3.example.org:1234";

  @BeforeEach
  void makeBuckets() {
    CLOUD.clear();
    S3.createBucket(b -> b.bucket("pub"));
    S3.createBucket(b -> b.bucket("mine"));
    for (String key : new String[] {"k", "~a/b", "/x", "pub/k"}) {
      S3.putObject(b -> b.bucket("pub").key(key), RequestBody.fromString("the " + key));
    }
    S3.putObject(b -> b.bucket("mine").key("k"), RequestBody.fromString("secret"));
    S3.putBucketPolicy(b ->
        b.bucket("pub")
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":\"*\",\"Action\":\"s3:*\","
                    + "\"Resource\":[\"arn:aws:s3:::pub\",\"arn:aws:s3:::pub/*\"]}]}"));
  }

  @AfterAll
  static void stop() {
    S3.close();
    CLOUD.close();
  }

  private static String send(String method, String host, String target, String body)
      throws IOException {
    return TestCloud.raw(
        CLOUD.s3(),
        "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, target, host, body.length(), body));
  }

  private static String get(String host, String target) throws IOException {
    return send("GET", host, target, "");
  }

  private static S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(URI.create("http://localhost:" + CLOUD.s3().getPort()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    TestCloud.CREDENTIALS.accessKeyId(), TestCloud.CREDENTIALS.secretAccessKey())))
        .build();
  }

  @Test
  void signedRequests_areThoseOfTheBucketInTheirHost() throws IOException {
    try (S3Presigner presigner = presigner()) {
      URL put =
          presigner
              .presignPutObject(b ->
                  b.signatureDuration(Duration.ofMinutes(5))
                      .putObjectRequest(p -> p.bucket("mine").key("ü/a b")))
              .url();
      assertThat(put.getHost()).isEqualTo("mine.localhost");
      assertThat(send("PUT", put.getAuthority(), put.getFile(), "new")).startsWith("HTTP/1.1 200");
      URL get =
          presigner
              .presignGetObject(b ->
                  b.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(p -> p.bucket("mine").key("ü/a b")))
              .url();
      assertThat(get(get.getAuthority(), get.getFile())).endsWith("\r\n\r\nnew");
      assertThat(get("pub.localhost:" + get.getPort(), get.getFile()))
          .startsWith("HTTP/1.1 403")
          .contains("<Code>SignatureDoesNotMatch</Code>");
    }
    assertThat(S3.getObjectAsBytes(b -> b.bucket("mine").key("ü/a b")).asUtf8String())
        .isEqualTo("new");
  }

  @ParameterizedTest
  @CsvSource({
    "pub.s3.example.org, /k, the k",
    "PUB.Example.org:80, /k, the k",
    "pub.localhost., /k, the k",
    "pub.localhost, /pub/k, the pub/k",
    "pub.localhost, /~a/b, the ~a/b",
    "pub.localhost, //x, the /x",
    "s3.example.org:9000, /pub/k, the k",
    "localhost, /pub/k, the k",
    "127.0.0.1:9000, /pub/k, the k",
    "pub.elsewhere.net, /pub/k, the k"
  })
  void reads_areOfTheBucketInTheHostOrElseInThePath(String host, String target, String text)
      throws IOException {
    assertThat(get(host, target)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + text);
  }

  @Test
  void bucket_inTheHost_isListedAndAskedForItsSettings() throws IOException {
    assertThat(get(HOST, "/?list-type=2&prefix=pub"))
        .contains("<Name>pub</Name>")
        .contains("<Key>pub/k</Key>");
    assertThat(get(HOST, "/?location")).contains("LocationConstraint");
    assertThat(get("none.s3.example.org", "/k")).startsWith("HTTP/1.1 404");
  }

  @Test
  void bucket_inTheHost_isForWhomItIsInThePath() throws IOException {
    assertThat(get("mine.localhost", "/k"))
        .startsWith("HTTP/1.1 403")
        .contains("<Code>AccessDenied</Code>");
    assertThat(get("mine.localhost", "/pub/k")).startsWith("HTTP/1.1 403");
    assertThat(get("pub.localhost", "/mine/k")).startsWith("HTTP/1.1 404");
  }

  @Test
  void urls_inAnswers_areInPathStyleAtTheDomain() throws IOException {
    assertThat(get(HOST, "/k?torrent"))
        .startsWith("HTTP/1.1 200")
        .contains("http://s3.example.org:1234/pub/k");
    Matcher id =
        Pattern.compile("<UploadId>(.*)</UploadId>")
            .matcher(send("POST", HOST, "/big?uploads", ""));
    assertThat(id.find()).isTrue();
    String upload = "/big?uploadId=" + id.group(1);
    String part = send("PUT", HOST, upload + "&partNumber=1", "a part");
    Matcher etag = Pattern.compile("ETag: \"(.*)\"").matcher(part);
    assertThat(etag.find()).isTrue();
    String xml =
        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
            + etag.group(1)
            + "</ETag></Part></CompleteMultipartUpload>";
    assertThat(send("POST", HOST, upload, xml))
        .contains("<Location>http://s3.example.org:1234/pub/big</Location>");
    assertThat(get("s3.example.org:1234", "/pub/big")).endsWith("\r\n\r\na part");
  }
}
