// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two users of a real cloud, made by the command line and using it with AWS's own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccountsIT {
  private static final int KILOBYTE = 1_000;
  private static final String ALICE = "alice";
  private static final String BOB = "bob";

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(4, "raid5:2+1x1");

  @TempDir private static Path directory;

  private static Cloud cloud;
  private static Path file;

  @BeforeAll
  static void makeUsers() throws IOException {
    cloud = clouds.cloud();
    file = Files.write(directory.resolve("file"), Bytes.random(1, 300 * KILOBYTE));
    for (String user : List.of(ALICE, BOB)) {
      fractus("user", "create", user).orFail();
      makeKey(user, user);
    }
    aws(ALICE, "mb", "s3://hers").orFail();
    aws(ALICE, "cp", file.toString(), "s3://hers/shared/f").orFail();
  }

  @Test
  @Order(1)
  void buckets_ofTwoUsers_areTheirOwn() throws IOException {
    aws(BOB, "mb", "s3://his").orFail();
    assertThat(aws(ALICE, "ls").orFail().output()).contains("hers").doesNotContain("his\n");
    assertThat(aws(BOB, "ls").orFail().output()).contains("his").doesNotContain("hers");
    assertDenied(aws(BOB, "ls", "s3://hers"));
    assertDenied(aws(BOB, "cp", "s3://hers/shared/f", "-"));
    assertDenied(aws(BOB, "cp", file.toString(), "s3://hers/f"));
    assertThat(aws(BOB, "mb", "s3://hers").output()).contains("BucketAlreadyExists");
    assertThat(fractus("ls", "--credentials", credentials(ALICE)).orFail().output())
        .contains("hers")
        .doesNotContain("his\n");
    assertThat(fractus("user", "list").orFail().output()).contains("root", ALICE, BOB);
    assertThat(fractus("user", "list", "--credentials", credentials(ALICE)).exitCode())
        .isEqualTo(1);
  }

  @Test
  @Order(2)
  void bucketPolicy_forBob_letsHimReadAndNobodyElse() throws IOException {
    policy(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam:::user/bob"},
          "Action": ["s3:GetObject", "s3:ListBucket"],
          "Resource": ["arn:aws:s3:::hers", "arn:aws:s3:::hers/shared/*"]}]}
        """);
    Path back = directory.resolve("back");
    aws(BOB, "cp", "s3://hers/shared/f", back.toString()).orFail();
    Bytes.assertSame(back, file);
    aws(BOB, "cp", "s3://hers/shared/f", "s3://his/copy").orFail();
    assertDenied(aws(BOB, "rm", "s3://hers/shared/f"));
    assertThat(curl("hers/shared/f")).isEqualTo("403");
    fractus("user", "policy", BOB, "none").orFail();
    assertDenied(aws(BOB, "cp", "s3://hers/shared/f", "-"));
    fractus("user", "policy", BOB, "readwrite").orFail();
  }

  @Test
  @Order(3)
  void anonymous_isLetInByPolicyOrAclAlone() throws IOException {
    assertThat(curl("hers/shared/f")).isEqualTo("403");
    aws(ALICE, "cp", "--acl", "public-read", file.toString(), "s3://hers/public").orFail();
    assertThat(curl("hers/public")).isEqualTo("200");
    policy(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::hers/shared/*",
          "Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}}]}
        """);
    assertThat(curl("hers/shared/f")).isEqualTo("200");
    assertThat(curl("hers")).isEqualTo("403");
    api(ALICE, "delete-bucket-policy", "--bucket", "hers").orFail();
    assertThat(curl("hers/shared/f")).isEqualTo("403");
    assertThat(api(ALICE, "put-bucket-policy", "--bucket", "hers", "--policy", "{}").output())
        .contains("MalformedPolicy");
  }

  @Test
  @Order(4)
  void quota_reachedAndKeptOverAKill_isCountedToTheByte() throws IOException {
    long kept = 2 * Files.size(file);
    fractus("quota", "set", ALICE, "--bytes", (kept + 10 * KILOBYTE) + "B").orFail();
    assertThat(aws(ALICE, "cp", file.toString(), "s3://hers/third").output())
        .contains("QuotaExceeded");
    assertThat(fractus("quota", "show", ALICE, "--json").orFail().output())
        .contains("\"bytes\":" + kept);
    cloud.kill(List.of("gateway"));
    cloud.startAgain(List.of("gateway"));
    assertThat(fractus("quota", "show", ALICE, "--json").orFail().output())
        .contains("\"bytes\":" + kept, "\"objects\":2");
    assertThat(aws(ALICE, "cp", file.toString(), "s3://hers/third").output())
        .contains("QuotaExceeded");
    aws(ALICE, "rm", "s3://hers/public").orFail();
    aws(ALICE, "cp", file.toString(), "s3://hers/third").orFail();
    fractus("quota", "set", ALICE, "--bytes", "0B").orFail();
  }

  @Test
  @Order(5)
  void rotation_ofAKey_takesOverWithoutAGap() throws IOException {
    String first = id(ALICE);
    makeKey(ALICE, "second");
    aws("second", "ls", "s3://hers").orFail();
    aws(ALICE, "ls", "s3://hers").orFail();
    fractus("key", "disable", first).orFail();
    assertThat(aws(ALICE, "ls", "s3://hers").output()).contains("InvalidAccessKeyId");
    aws("second", "ls", "s3://hers").orFail();
    fractus("key", "delete", first).orFail();
    assertThat(fractus("key", "list", ALICE).orFail().output())
        .contains(id("second"))
        .doesNotContain(first);
    fractus("user", "disable", ALICE).orFail();
    assertDenied(aws("second", "ls", "s3://hers"));
    fractus("user", "enable", ALICE).orFail();
    aws("second", "ls", "s3://hers").orFail();
    assertThat(fractus("user", "delete", ALICE).output()).contains("owns buckets");
  }

  @Test
  @Order(6)
  void auditLog_hasWhoDidWhatAndNoSecret() throws IOException {
    Path log = cloud.data().resolve("gateway").resolve("audit").resolve("audit.log");
    String text = Files.readString(log);
    assertThat(text)
        .contains(
            "\"user\":\"alice\"", "\"operation\":\"PutObject\"", "\"error\":\"QuotaExceeded\"");
    for (String name : List.of(ALICE, BOB, "second")) {
      for (String line : Files.readAllLines(directory.resolve(name))) {
        if (line.contains("secret") || line.contains("token")) {
          assertThat(text).doesNotContain(line.replaceFirst(".*= *", ""));
        }
      }
    }
  }

  private static void policy(String json) throws IOException {
    Path policy = Files.writeString(directory.resolve("policy.json"), json);
    api(ALICE, "put-bucket-policy", "--bucket", "hers", "--policy", "file://" + policy).orFail();
  }

  private static void makeKey(String user, String name) throws IOException {
    String shown = fractus("key", "create", user).orFail().output();
    String text =
        shown
            .lines()
            .filter(line -> line.matches("\\[default]|\\w+ = .*"))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(text.lines()).hasSize(4);
    Files.writeString(directory.resolve(name), text);
  }

  private static String id(String name) throws IOException {
    return Files.readString(directory.resolve(name))
        .replaceFirst("(?s).*aws_access_key_id = (\\w+).*", "$1");
  }

  private static String credentials(String name) {
    return directory.resolve(name).toString();
  }

  private static Tool.Result fractus(String... arguments) {
    List<String> command = new ArrayList<>(Tool.fractus(arguments));
    command.add("--data");
    command.add(cloud.data().toString());
    return Tool.run(command, Map.of(), Tool.LIMIT);
  }

  /** High-level commands of AWS's client. */
  private static Tool.Result aws(String name, String... arguments) throws IOException {
    return awsCli(name, "s3", arguments);
  }

  /** One operation of S3. */
  private static Tool.Result api(String name, String... arguments) throws IOException {
    return awsCli(name, "s3api", arguments);
  }

  private static Tool.Result awsCli(String name, String service, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("aws", "--endpoint-url", cloud.endpoint("s3").toString(), service));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "AWS_SHARED_CREDENTIALS_FILE",
            credentials(name),
            "AWS_CONFIG_FILE",
            "/dev/null",
            "AWS_DEFAULT_REGION",
            "us-east-1",
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "AWS_MAX_ATTEMPTS",
            "1",
            "NO_PROXY",
            "*");
    return Tool.run(command, environment, Tool.LIMIT);
  }

  /** The status of a GET without a key. */
  private static String curl(String path) throws IOException {
    return Tool.run(
            "curl",
            "-sS",
            "--noproxy",
            "*",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            cloud.endpoint("s3") + "/" + path)
        .orFail()
        .output();
  }

  private static void assertDenied(Tool.Result result) {
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output()).containsAnyOf("AccessDenied", "403");
  }
}
