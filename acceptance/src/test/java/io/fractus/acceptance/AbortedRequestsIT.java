// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Clients that go away at any moment of a put, of a part or of a get, hundreds of times and several
 * at once, leave nothing behind: not on the nodes, nor on the gateway's disk, in its catalog, its
 * memory or the quota of the bucket's owner.
 */
final class AbortedRequestsIT {
  private static final int LARGE = 6_000_000;
  private static final int SMALL = 20_000;

  /** Each put takes some 6 MB of the 64 that all of a gateway have, and there are hundreds. */
  private static final int ROUNDS = 14;

  private static final int AT_ONCE = 6;

  /** Room for all that is stored, and that what is under way may be held for a moment longer. */
  private static final long QUOTA = 600_000_000;

  /** Looks in a row that must find nothing under way. */
  private static final int QUIET_LOOKS = 5;

  private static final String BUCKET = "aborted";

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  private static Cloud cloud;
  private static AwsBasicCredentials alice;

  /** Where in a request its client goes away. */
  private enum Moment {
    IN_THE_HEAD,
    AFTER_THE_HEAD,
    IN_THE_BODY,
    /** By the end of the stream, so that the answer can come. */
    IN_THE_BODY_POLITELY,
    BEFORE_THE_LAST_BYTE,
    BEFORE_THE_ANSWER
  }

  @BeforeAll
  static void makeOwner() {
    cloud = clouds.cloud();
    fractus("user", "create", "alice");
    String key = fractus("key", "create", "alice");
    alice =
        AwsBasicCredentials.create(field(key, "access_key_id"), field(key, "secret_access_key"));
    fractus("quota", "set", "alice", "--bytes", Long.toString(QUOTA));
  }

  private static String fractus(String... arguments) {
    List<String> command = new ArrayList<>(Tool.fractus(arguments));
    command.addAll(List.of("--data", cloud.data().toString()));
    return Tool.run(command, Map.of(), Tool.LIMIT).orFail().output();
  }

  private static String field(String key, String name) {
    return key.replaceFirst("(?s).*aws_" + name + " = (\\S+).*", "$1");
  }

  @Test
  void abortedAnywhere_nothingIsLeft() throws Exception {
    try (S3Client s3 = client();
        S3Presigner signer = signer();
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE)) {
      s3.createBucket(b -> b.bucket(BUCKET));
      byte[] kept = Bytes.random(1, LARGE);
      s3.putObject(b -> b.bucket(BUCKET).key("kept"), RequestBody.fromBytes(kept));
      String upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("parts")).uploadId();
      // What is opened once and for good is open now.
      List<Future<?>> rounds = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        rounds.add(clients.submit(() -> round(signer, upload, "warm")));
      }
      await(rounds);
      Holdings before = settled(s3);

      for (int i = 0; i < ROUNDS; i++) {
        String name = "round-" + i;
        rounds.add(clients.submit(() -> round(signer, upload, name)));
      }
      await(rounds);
      settled(s3);
      before.awaitAgain(cloud);

      s3.abortMultipartUpload(b -> b.bucket(BUCKET).key("parts").uploadId(upload));
      checkQuota(signer, QUOTA - LARGE);
      Bytes.assertSame(
          "the kept object",
          s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("kept")).asByteArrayUnsafe(),
          kept);
    }
  }

  private static void await(List<Future<?>> rounds) throws Exception {
    for (Future<?> round : rounds) {
      round.get();
    }
    rounds.clear();
  }

  /** One client for each moment, of a large put, a small one, a part, and a get. */
  private static Void round(S3Presigner signer, String upload, String name) throws IOException {
    for (Moment moment : Moment.values()) {
      String key = name + "/" + moment;
      abort(put(signer, key), LARGE, moment);
      abort(put(signer, key + "/small"), SMALL, moment);
      URL part =
          signer
              .presignUploadPart(s ->
                  s.signatureDuration(Duration.ofHours(1))
                      .uploadPartRequest(
                          u -> u.bucket(BUCKET).key("parts").uploadId(upload).partNumber(1)))
              .url();
      if (moment != Moment.BEFORE_THE_ANSWER) {
        abort(part, LARGE, moment);
      }
    }
    URL get =
        signer
            .presignGetObject(s ->
                s.signatureDuration(Duration.ofHours(1))
                    .getObjectRequest(g -> g.bucket(BUCKET).key("kept")))
            .url();
    leaveAfter(get, 0);
    leaveAfter(get, 1);
    leaveAfter(get, LARGE / 2);
    return null;
  }

  private static URL put(S3Presigner signer, String key) {
    return signer
        .presignPutObject(s ->
            s.signatureDuration(Duration.ofHours(1))
                .putObjectRequest(p -> p.bucket(BUCKET).key(key)))
        .url();
  }

  private static byte[] head(String method, URL url, long length, String... more) {
    String lines =
        method
            + " "
            + url.getFile()
            + " HTTP/1.1\r\nHost: "
            + url.getAuthority()
            + "\r\nContent-Length: "
            + length
            + "\r\n"
            + String.join("", more)
            + "\r\n";
    return lines.getBytes(StandardCharsets.US_ASCII);
  }

  private static void abort(URL url, int length, Moment moment) throws IOException {
    byte[] head = head("PUT", url, length);
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      if (moment == Moment.IN_THE_HEAD) {
        out.write(head, 0, head.length / 2);
      } else {
        out.write(head);
        out.write(new byte[sent(moment, length)]);
      }
      if (moment == Moment.IN_THE_BODY_POLITELY) {
        socket.shutdownOutput();
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).contains("HTTP/1.1 400", "<Code>IncompleteBody</Code>");
      } else {
        reset(socket);
      }
    } catch (SocketException _) {
      // It closed first, which is as good.
    }
  }

  private static int sent(Moment moment, int length) {
    return switch (moment) {
      case IN_THE_HEAD, AFTER_THE_HEAD -> 0;
      case IN_THE_BODY, IN_THE_BODY_POLITELY -> length / 2;
      case BEFORE_THE_LAST_BYTE -> length - 1;
      case BEFORE_THE_ANSWER -> length;
    };
  }

  /** Closes at once, with whatever is under way lost. */
  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
  }

  private static void leaveAfter(URL url, int bytes) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(head("GET", url, 0));
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(bytes)).hasSize(bytes);
      reset(socket);
    }
  }

  /**
   * Deletes what was put to its end until nothing more comes: who went away before the answer may
   * be served seconds later, and a put that is done is no upload any more when it is looked for.
   */
  private static Holdings settled(S3Client s3) throws Exception {
    Holdings[] found = {Holdings.of(cloud)};
    int[] quiet = {0};
    Await.until(
        "an end of all puts",
        Duration.ofMinutes(2),
        () -> {
          ListObjectsV2Response listed = s3.listObjectsV2(b -> b.bucket(BUCKET));
          for (S3Object object : listed.contents()) {
            if (!object.key().equals("kept")) {
              assertThat(object.key()).contains(Moment.BEFORE_THE_ANSWER.name());
              s3.deleteObject(b -> b.bucket(BUCKET).key(object.key()));
            }
          }
          found[0] = Holdings.of(cloud);
          quiet[0] = isSettled(found[0]) ? quiet[0] + 1 : 0;
          return quiet[0] == QUIET_LOOKS;
        });
    return found[0];
  }

  /** The kept object and the upload of parts are there, and nothing else is on its way or going. */
  private static boolean isSettled(Holdings held) {
    Map<String, Long> rows = held.rows();
    return held.staged() == 0
        && Long.valueOf(1).equals(rows.get("objects"))
        && Stream.of("uploads", "parts", "packed", "packs", "doomed", "garbage")
            .allMatch(table -> Long.valueOf(0).equals(rows.get(table)));
  }

  /** All of the quota but what is kept can be had at once, and not a byte more. */
  private static void checkQuota(S3Presigner signer, long left) throws IOException {
    URL url = put(signer, "all");
    for (long more : new long[] {0, 1}) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(head("PUT", url, left + more, "Expect: 100-continue\r\n"));
        String answer =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertThat(answer).isEqualTo(more == 0 ? "HTTP/1.1 100" : "HTTP/1.1 403");
        reset(socket);
      }
      Await.until("an end", Duration.ofMinutes(1), () -> Holdings.of(cloud).staged() == 0);
    }
  }

  private static S3Client client() {
    return S3Client.builder()
        .endpointOverride(cloud.endpoint("s3"))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(StaticCredentialsProvider.create(alice))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static S3Presigner signer() {
    URI endpoint = cloud.endpoint("s3");
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .credentialsProvider(StaticCredentialsProvider.create(alice))
        .build();
  }
}
