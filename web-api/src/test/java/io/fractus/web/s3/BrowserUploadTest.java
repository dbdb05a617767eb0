// SPDX-License-Identifier: Apache-2.0
package io.fractus.web.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fractus.protocol.Json;
import io.fractus.web.TestCloud;
import io.fractus.web.accounts.Accounts.NewKey;
import io.fractus.web.accounts.registry.Quota;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import tools.jackson.databind.JsonNode;

/** A page of another origin uploads by a presigned URL and by a form, in a real browser. */
class BrowserUploadTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String PAGE =
      """
      <!DOCTYPE html><meta charset="utf-8"><script>
      const given = GIVEN;
      async function tried(work) {
        try { return await work(); } catch (e) { return 'blocked'; }
      }
      async function run() {
        const put = await tried(async () => {
          const answer = await fetch(given.put, {
            method: 'PUT', headers: {'Content-Type': 'text/x-script'}, body: 'by a script'});
          return answer.status + ' ' + answer.headers.get('ETag');
        });
        const form = await tried(async () => {
          const data = new FormData();
          for (const name in given.fields) data.append(name, given.fields[name]);
          data.append('file', new Blob(['by a form'], {type: 'text/plain'}), 'my file.txt');
          const answer = await fetch(given.bucket, {method: 'POST', body: data});
          return answer.status + ' ' + await answer.text();
        });
        const denied = await tried(async () => {
          const answer = await fetch(given.bucket + '/private');
          return answer.status + ' ' + await answer.text();
        });
        const other = await tried(async () => 'seen ' + (await fetch(given.other)).status);
        const header = await tried(async () => {
          const answer = await fetch(given.put, {
            method: 'PUT', headers: {'x-other': '1'}, body: ''});
          return 'seen ' + answer.status;
        });
        await fetch('/result', {
          method: 'POST', body: JSON.stringify({put, form, denied, other, header})});
      }
      run();
      </script>
      """;

  @TempDir Path profile;

  @Test
  void page_ofAnAllowedOrigin_uploadsAndSeesItsAnswers() throws Exception {
    Path chromium = chromium();
    CompletableFuture<String> result = new CompletableFuture<>();
    HttpServer pages =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (TestCloud cloud = new TestCloud()) {
      String origin = "http://127.0.0.1:" + pages.getAddress().getPort();
      String page = PAGE.replace("GIVEN", Json.write(given(cloud, origin)));
      pages.createContext(
          "/",
          exchange -> {
            try (exchange) {
              if (exchange.getRequestURI().getPath().equals("/result")) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
                result.complete(new String(body, StandardCharsets.UTF_8));
                return;
              }
              byte[] body = page.getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "text/html");
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      pages.start();
      JsonNode seen = Json.read(browse(chromium, origin, result), JsonNode.class);
      assertThat(seen.get("put").asString()).startsWith("200 \"");
      assertThat(seen.get("form").asString())
          .startsWith("201 ")
          .contains("<Key>up/my file.txt</Key>");
      // Of an error it sees the reason; of a bucket without rules nothing.
      assertThat(seen.get("denied").asString())
          .startsWith("403 ")
          .contains("<Code>AccessDenied</Code>");
      assertThat(seen.get("other").asString()).isEqualTo("blocked");
      assertThat(seen.get("header").asString()).isEqualTo("blocked");
      assertThat(cloud.store().bytes("hers", "script")).asString().isEqualTo("by a script");
      assertThat(cloud.store().bytes("hers", "up/my file.txt")).asString().isEqualTo("by a form");
    } finally {
      pages.stop(0);
    }
  }

  /** What a server of the page's would give it: a URL and a form, both signed. */
  private static Map<String, Object> given(TestCloud cloud, String origin) {
    var _ = cloud.accounts().create("alice", "readwrite", Quota.NONE);
    NewKey key = cloud.accounts().createKey("alice", "");
    try (S3Client s3 = SdkClients.of(cloud, key.about().id(), key.secretAccessKey());
        S3Presigner presigner =
            S3Presigner.builder()
                .endpointOverride(cloud.s3())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.about().id(), key.secretAccessKey())))
                .serviceConfiguration(
                    S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
      s3.createBucket(b -> b.bucket("hers"));
      s3.createBucket(b -> b.bucket("other"));
      CORSRule rule =
          CORSRule.builder()
              .allowedOrigins(origin)
              .allowedMethods("GET", "PUT", "POST")
              .allowedHeaders("content-type")
              .exposeHeaders("ETag")
              .build();
      s3.putBucketCors(b -> b.bucket("hers").corsConfiguration(c -> c.corsRules(rule)));
      String put =
          presigner
              .presignPutObject(p ->
                  p.signatureDuration(Duration.ofMinutes(10))
                      .putObjectRequest(
                          o -> o.bucket("hers").key("script").contentType("text/x-script")))
              .url()
              .toString();
      String conditions =
          "{\"bucket\": \"hers\"}, [\"starts-with\", \"$key\", \"up/\"],"
              + " {\"success_action_status\": \"201\"}, [\"content-length-range\", 1, 100]";
      Map<String, String> fields =
          SignedForm.fields(key.about().id(), key.secretAccessKey(), conditions, Instant.now());
      fields.put("key", "up/${filename}");
      fields.put("success_action_status", "201");
      return Map.of(
          "put",
          put,
          "fields",
          fields,
          "bucket",
          cloud.s3() + "/hers",
          "other",
          cloud.s3() + "/other");
    }
  }

  private String browse(Path chromium, String url, CompletableFuture<String> result)
      throws IOException, InterruptedException {
    Path log = profile.resolve("chromium.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                chromium.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--no-proxy-server",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                url)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Where it leaves its sockets, so that they go with the profile.
    builder.environment().put("TMPDIR", profile.toString());
    Process process = builder.start();
    try {
      return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the page said nothing:\n" + Files.readString(log), e);
    } finally {
      stop(process);
    }
  }

  /** The browser and those whom it started. */
  private static void stop(Process process) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    // Asked first: killed, it would leave files where all programs have theirs.
    process.destroy();
    var _ = process.waitFor(10, TimeUnit.SECONDS);
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : all) {
      handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** Without a Chromium the test is skipped, and fails on CI. */
  private static Path chromium() {
    Optional<Path> program =
        Stream.of(System.getenv("PATH").split(":"))
            .map(directory -> Path.of(directory, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      String message = "no Chromium on the PATH: install the package chromium";
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail(message);
      }
      Assumptions.abort(message);
    }
    return program.orElseThrow();
  }
}
