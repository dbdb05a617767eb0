// SPDX-License-Identifier: Apache-2.0
package io.fractus.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients that people have on their machines, doing what people have them for. */
final class CommandLineClientsIT {
  /** Of parts, the smallest that S3 has, and some. */
  private static final int LARGE = 13_000_003;

  private static final Duration MOUNT = Duration.ofSeconds(30);

  @RegisterExtension static final CloudExtension clouds = new CloudExtension(6, "raid6:4+2x1");

  @TempDir private static Path directory;

  /** A tree of files with names that need care. */
  private static Path tree;

  private static Map<String, String> environment = Map.of();

  @BeforeAll
  static void makeTree() throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    Files.createDirectories(tree.resolve("dir/ü (1)"));
    Files.createDirectories(tree.resolve("dir/a+b"));
    Files.write(tree.resolve("empty"), new byte[0]);
    Files.write(tree.resolve("dir/ü (1)/é & ü=%41.txt"), Bytes.random(1, 1_000));
    Files.write(tree.resolve("dir/a+b/#?*;'"), Bytes.random(2, 100_000));
    Files.write(tree.resolve("large"), Bytes.random(3, LARGE));
    for (int i = 0; i < 20; i++) {
      Files.write(tree.resolve("dir/" + i), Bytes.random(i, 3_000 * i));
    }
    Map<String, String> map = new HashMap<>();
    String endpoint = clouds.cloud().endpoint("s3").toString();
    String id = clouds.cloud().credential("aws_access_key_id");
    String secret = clouds.cloud().credential("aws_secret_access_key");
    map.put("AWS_ACCESS_KEY_ID", id);
    map.put("AWS_SECRET_ACCESS_KEY", secret);
    map.put("AWS_DEFAULT_REGION", "us-east-1");
    map.put("AWS_CONFIG_FILE", directory.resolve("aws.config").toString());
    map.put("AWS_EC2_METADATA_DISABLED", "true");
    map.put("RESTIC_REPOSITORY", "s3:" + endpoint + "/restic");
    map.put("RESTIC_PASSWORD", "a password");
    map.put("RESTIC_CACHE_DIR", directory.resolve("restic.cache").toString());
    map.put("RCLONE_CONFIG", Files.createFile(directory.resolve("rclone.config")).toString());
    map.put("RCLONE_CONFIG_F_TYPE", "s3");
    map.put("RCLONE_CONFIG_F_PROVIDER", "Other");
    map.put("RCLONE_CONFIG_F_ACCESS_KEY_ID", id);
    map.put("RCLONE_CONFIG_F_SECRET_ACCESS_KEY", secret);
    map.put("RCLONE_CONFIG_F_ENDPOINT", endpoint);
    environment = Map.copyOf(map);
  }

  private static String run(String... command) {
    return Tool.run(withoutBundle(command), environment, Tool.LIMIT).orFail().output();
  }

  /** This old rclone refuses to start where a bundle of certificates is set for all of AWS. */
  private static List<String> withoutBundle(String... command) {
    List<String> all = new ArrayList<>(List.of("env", "-u", "AWS_CA_BUNDLE"));
    all.addAll(List.of(command));
    return all;
  }

  private static void assertSame(Path actual, Path expected) throws IOException {
    assertThat(names(actual)).isEqualTo(names(expected));
    for (String name : names(expected)) {
      Bytes.assertSame(actual.resolve(name), expected.resolve(name));
    }
  }

  private static List<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void restic_backsUpChecksRestoresAndPrunes() throws IOException {
    Path copy = directory.resolve("restic.tree");
    run("cp", "-r", tree.toString(), copy.toString());
    run("restic", "init");
    run("restic", "backup", "--quiet", copy.toString());
    Files.delete(copy.resolve("large"));
    Files.write(copy.resolve("new"), Bytes.random(9, 2_000_000));
    run("restic", "backup", "--quiet", copy.toString());
    assertThat(run("restic", "check", "--read-data")).contains("no errors were found");
    assertThat(run("restic", "snapshots")).contains("2 snapshots");

    assertThat(run("restic", "forget", "--keep-last", "1", "--prune"))
        .contains("keep 1 snapshots")
        .contains("done");
    assertThat(run("restic", "check", "--read-data")).contains("no errors were found");
    Path back = directory.resolve("restic.back");
    run("restic", "restore", "latest", "--target", back.toString());
    assertSame(back.resolve(copy.toString().substring(1)), copy);
  }

  @Test
  void rclone_syncsChecksCopiesBackAndMounts() throws Exception {
    Path copy = directory.resolve("rclone.tree");
    run("cp", "-r", tree.toString(), copy.toString());
    run("rclone", "mkdir", "f:rclone");
    String[] parts = {"--s3-chunk-size", "5M", "--s3-upload-cutoff", "5M"};
    rclone(parts, "sync", copy.toString(), "f:rclone/t");
    assertThat(run("rclone", "check", "--download", copy.toString(), "f:rclone/t"))
        .contains("0 differences found");
    Files.delete(copy.resolve("dir/7"));
    Files.write(copy.resolve("dir/8"), Bytes.random(11, 5));
    rclone(parts, "sync", copy.toString(), "f:rclone/t");
    assertThat(run("rclone", "check", copy.toString(), "f:rclone/t"))
        .contains("0 differences found");
    // By parts and by the server, with the time of the file among the metadata.
    run("rclone", "copy", "f:rclone/t", "f:rclone/u");
    Path back = directory.resolve("rclone.back");
    run("rclone", "copy", "f:rclone/u", back.toString());
    assertSame(back, copy);
    assertThat(Files.getLastModifiedTime(back.resolve("large")).toMillis())
        .isEqualTo(Files.getLastModifiedTime(copy.resolve("large")).toMillis());
    run("rclone", "purge", "f:rclone/u");
    assertThat(run("rclone", "lsf", "f:rclone")).isEqualTo("t/\n");
    mount("f:rclone/t", copy);
  }

  private static void rclone(String[] options, String... command) {
    List<String> all = new ArrayList<>(List.of("rclone"));
    all.addAll(List.of(options));
    all.addAll(List.of(command));
    run(all.toArray(String[]::new));
  }

  /** Reads a tree through a mount, and writes a file, which is there when the mount is gone. */
  private static void mount(String remote, Path expected) throws Exception {
    Path point = Files.createDirectory(directory.resolve("mount"));
    ProcessBuilder builder =
        new ProcessBuilder(
            withoutBundle(
                "rclone",
                "mount",
                remote,
                point.toString(),
                "--vfs-cache-mode",
                "writes",
                "--vfs-write-back",
                "0s"));
    builder.environment().putAll(environment);
    builder.environment().put("RCLONE_CACHE_DIR", directory.resolve("rclone.cache").toString());
    Path log = directory.resolve("mount.log");
    Process mount = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Await.until("a mount: " + log, MOUNT, () -> isMounted(point));
      assertSame(point, expected);
      Files.write(point.resolve("by mount"), Bytes.random(12, 300_000));
      // It is put once it is closed, and by no means before that returns.
      Await.until(
          "what was written", MOUNT, () -> run("rclone", "lsf", remote).contains("by mount"));
    } finally {
      Tool.run("fusermount3", "-u", "-z", point.toString());
      if (!mount.waitFor(MOUNT.toSeconds(), TimeUnit.SECONDS)) {
        mount.destroyForcibly().waitFor();
      }
    }
    assertThat(mount.exitValue()).as(Files.readString(log)).isZero();
    Path back = directory.resolve("by mount");
    run("rclone", "copyto", remote + "/by mount", back.toString());
    assertThat(back).hasBinaryContent(Bytes.random(12, 300_000));
  }

  private static boolean isMounted(Path point) throws IOException {
    return Files.readString(Path.of("/proc/mounts")).contains(" " + point + " fuse.rclone ");
  }

  @Test
  void s3cmd_putsSyncsSignsAndDeletes() throws IOException {
    s3cmd("mb", "s3://s3cmd");
    s3cmd("sync", tree + "/", "s3://s3cmd/t/");
    Path back = Files.createDirectory(directory.resolve("s3cmd.back"));
    s3cmd("sync", "s3://s3cmd/t/", back + "/");
    assertSame(back, tree);
    assertThat(s3cmd("sync", "--dry-run", tree + "/", "s3://s3cmd/t/")).doesNotContain("upload:");

    String large = tree.resolve("large").toString();
    s3cmd("put", "--multipart-chunk-size-mb=5", large, "s3://s3cmd/parts");
    try (S3Client sdk = S3.sdk(clouds.cloud())) {
      assertThat(sdk.headObject(b -> b.bucket("s3cmd").key("parts")).eTag()).endsWith("-3\"");
    }
    Path got = directory.resolve("s3cmd.got");
    s3cmd("get", "s3://s3cmd/parts", got.toString());
    Bytes.assertSame(got, tree.resolve("large"));
    String url = s3cmd("signurl", "s3://s3cmd/parts", "+600").strip();
    s3cmd("setacl", "--acl-public", "s3://s3cmd/parts");
    assertThat(s3cmd("info", "s3://s3cmd/parts")).contains("*anon*: READ");
    String plain = url.substring(0, url.indexOf('?'));
    assertThat(fetched(plain)).hasSameBinaryContentAs(tree.resolve("large"));
    s3cmd("setacl", "--acl-private", "s3://s3cmd/parts");
    assertThat(Tool.run("curl", "-sS", "--noproxy", "*", plain).output()).contains("AccessDenied");
    s3cmd("cp", "s3://s3cmd/parts", "s3://s3cmd/copy");
    s3cmd("mv", "s3://s3cmd/copy", "s3://s3cmd/moved");
    s3cmd("del", "--recursive", "--force", "s3://s3cmd/");
    assertThat(s3cmd("ls", "--recursive", "s3://s3cmd")).isBlank();
    s3cmd("rb", "s3://s3cmd");
  }

  private static String s3cmd(String... arguments) throws IOException {
    return S3.s3cmd(clouds.cloud(), arguments).orFail().output();
  }

  @Test
  void aws_syncsSignsAndDeletes() throws IOException {
    Path copy = directory.resolve("aws.tree");
    run("cp", "-r", tree.toString(), copy.toString());
    s3("mb", "s3://aws");
    s3("sync", copy.toString(), "s3://aws/t");
    Files.delete(copy.resolve("dir/9"));
    s3("sync", "--delete", copy.toString(), "s3://aws/t");
    Path back = directory.resolve("aws.back");
    s3("sync", "s3://aws/t", back.toString());
    assertSame(back, copy);
    String url = s3("presign", "--expires-in", "600", "s3://aws/t/large").strip();
    assertThat(fetched(url)).hasSameBinaryContentAs(copy.resolve("large"));
    // More than its 8 MB: in parts, and so the copy.
    assertThat(api("head-object", "--bucket", "aws", "--key", "t/large")).contains("-2\\\"");
    s3("cp", "s3://aws/t/large", "s3://aws/copy");
    s3("mv", "s3://aws/copy", "s3://aws/moved");
    assertThat(s3("ls", "s3://aws/")).contains("moved", "PRE t/").doesNotContain("copy");
    s3("rm", "--recursive", "--quiet", "s3://aws");
    s3("rb", "s3://aws");
  }

  @Test
  void awsApi_readsPartsAndChecksums() throws IOException {
    String file = tree.resolve("dir/a+b/#?*;'").toString();
    byte[] body = Files.readAllBytes(Path.of(file));
    api("create-bucket", "--bucket", "api");
    for (String algorithm : List.of("CRC32", "CRC32C", "SHA1", "SHA256")) {
      String[] object = {"--bucket", "api", "--key", algorithm};
      String put = api("put-object", object, "--body", file, "--checksum-algorithm", algorithm);
      String sum = put.replaceFirst("(?s).*\"Checksum" + algorithm + "\": \"([^\"]+)\".*", "$1");
      assertThat(api("head-object", object, "--checksum-mode", "ENABLED")).contains(sum);
    }
    String[] object = {"--bucket", "api", "--key", "SHA1"};
    Path part = directory.resolve("part");
    assertThat(api("get-object", object, "--range", "bytes=10-99", part.toString()))
        .contains("bytes 10-99/100000");
    assertThat(part).hasBinaryContent(Arrays.copyOfRange(body, 10, 100));
    assertThat(failed("get-object", object, "--range", "bytes=100000-", part.toString()))
        .contains("InvalidRange");
    assertThat(failed("get-object", object, "--if-match", "0", part.toString()))
        .contains("PreconditionFailed");
    api("put-object-tagging", object, "--tagging", "TagSet=[{Key=colour,Value=red ü}]");
    assertThat(api("get-object-tagging", object)).contains("colour", "red");
    api(
        "copy-object",
        new String[] {"--bucket", "api", "--key", "ü+ copy"},
        "--copy-source",
        "api/SHA1",
        "--metadata-directive",
        "REPLACE",
        "--metadata",
        "a=b");
    assertThat(api("head-object", "--bucket", "api", "--key", "ü+ copy")).contains("\"a\": \"b\"");
  }

  @Test
  void awsApi_keepsWhatIsSetForABucket() throws IOException {
    String[] bucket = {"--bucket", "settings"};
    api("create-bucket", bucket);
    api("put-bucket-versioning", bucket, "--versioning-configuration", "Status=Enabled");
    String[] object = {"--bucket", "settings", "--key", "k"};
    String file = tree.resolve("dir/3").toString();
    api("put-object", object, "--body", file);
    api("put-object", object, "--body", file);
    api("delete-object", object);
    assertThat(api("list-object-versions", bucket, "--query", "length(Versions)")).contains("2");
    assertThat(api("list-object-versions", bucket, "--query", "DeleteMarkers[].Key"))
        .contains("\"k\"");
    String rule = "{ID=r,Filter={Prefix=x},Status=Enabled,Expiration={Days=3}}";
    api(
        "put-bucket-lifecycle-configuration",
        bucket,
        "--lifecycle-configuration",
        "Rules=[" + rule + "]");
    assertThat(api("get-bucket-lifecycle-configuration", bucket)).contains("\"Days\": 3");
    String cors = "CORSRules=[{AllowedOrigins=[http://a.test],AllowedMethods=[GET]}]";
    api("put-bucket-cors", bucket, "--cors-configuration", cors);
    assertThat(api("get-bucket-cors", bucket)).contains("http://a.test");
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
         "Action": "s3:GetObject", "Resource": "arn:aws:s3:::settings/*"}]}
        """;
    api("put-bucket-policy", bucket, "--policy", policy);
    assertThat(api("get-bucket-policy-status", bucket)).contains("true");
  }

  private static String s3(String... arguments) {
    return aws("s3", arguments).orFail().output();
  }

  private static String api(String operation, String... arguments) {
    return api(operation, arguments, new String[0]);
  }

  private static String api(String operation, String[] subject, String... arguments) {
    return aws("s3api", joined(operation, subject, arguments)).orFail().output();
  }

  private static String failed(String operation, String[] subject, String... arguments) {
    Tool.Result result = aws("s3api", joined(operation, subject, arguments));
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    return result.output();
  }

  private static String[] joined(String first, String[] subject, String... arguments) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(subject));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static Tool.Result aws(String service, String... arguments) {
    // Debian's, whatever else may come first on the path.
    String debian = "/usr/bin/aws";
    String program = Files.exists(Path.of(debian)) ? debian : "aws";
    String endpoint = clouds.cloud().endpoint("s3").toString();
    String[] command =
        joined(program, new String[] {"--endpoint-url", endpoint, service}, arguments);
    return Tool.run(withoutBundle(command), environment, Tool.LIMIT);
  }

  private static Path fetched(String url) {
    Path file = directory.resolve("fetched");
    run("curl", "-sS", "--fail-with-body", "--noproxy", "*", "-o", file.toString(), url);
    return file;
  }
}
