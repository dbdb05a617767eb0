// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench;

import io.fractus.torrents.BitMetainfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object through a whole cloud that runs on this machine, beside what bare libtorrent moves for
 * the same coded bytes.
 */
public final class CloudBench {
  private static final int BIT_LENGTH = 4 << 20;
  private static final int ROUNDS = 3;
  private static final int AT_A_TIME = 4;
  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final Pattern SENT =
      Pattern.compile("(?m)^fractus_gateway_bits_sent_bytes_total (\\d+)");
  private static final Pattern STAGED = Pattern.compile("(?m)^fractus_gateway_bits_seeded (\\d+)");

  private final URI api;
  private final String token;
  private final Path directory;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * A run against one cloud.
   *
   * @param api its REST endpoint
   * @param token its bearer token
   * @param directory empty; for files of this run
   */
  public CloudBench(URI api, String token, Path directory) {
    this.api = api;
    this.token = token;
    this.directory = directory;
  }

  /**
   * PUT and GET of one object, best of three, with the rest of the machine idle.
   *
   * @param dataBits k of the cloud's layout
   * @param bits n of it
   */
  public List<BenchResult> putAndGet(int size, int dataBits, int bits)
      throws IOException, InterruptedException {
    Path file = randomFile(size);
    send("PUT", "/api/v1/buckets/bench", HttpRequest.BodyPublishers.noBody());
    double put = 0;
    double get = 0;
    byte[] expected = md5(file);
    for (int round = 0; round < ROUNDS; round++) {
      String path = "/api/v1/buckets/bench/objects/speed-" + round;
      long start = System.nanoTime();
      send("PUT", path, HttpRequest.BodyPublishers.ofFile(file));
      put = Math.max(put, rate(size, start));
      awaitSpread();
      start = System.nanoTime();
      byte[] read = download(path);
      get = Math.max(get, rate(size, start));
      if (!Arrays.equals(read, expected)) {
        throw new IllegalStateException("the object came back with other bytes");
      }
      send("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }
    double raw = rawRate(size, dataBits, bits);
    double rawPut = raw * dataBits / bits;
    String floor = "raw libtorrent, the same ";
    return List.of(
        BenchResult.recorded(
            "cloud", "PUT " + mb(size), put, "MB/s", floor + "coded bytes", rawPut),
        BenchResult.recorded("cloud", "GET " + mb(size), get, "MB/s", floor + "data bytes", raw));
  }

  /**
   * Bytes that the gateway sent to nodes for one object, beside its coded bytes.
   *
   * @param layout of the object
   * @param dataBits k of it
   * @param bits n of it
   * @param copies of each bit in it
   */
  public BenchResult egress(int size, String layout, int dataBits, int bits, int copies)
      throws IOException, InterruptedException {
    Path file = randomFile(size);
    send("PUT", "/api/v1/buckets/bench", HttpRequest.BodyPublishers.noBody());
    awaitSpread();
    long before = metric(SENT);
    send(
        "PUT",
        "/api/v1/buckets/bench/objects/egress?layout=" + layout.replace("+", "%2B"),
        HttpRequest.BodyPublishers.ofFile(file));
    awaitSpread();
    double sent = metric(SENT) - before;
    send("DELETE", "/api/v1/buckets/bench/objects/egress", HttpRequest.BodyPublishers.noBody());
    double coded = (double) size * bits / dataBits;
    BenchResult result =
        BenchResult.recorded(
            "cloud",
            "gateway bytes sent, " + copies + (copies == 1 ? " copy" : " copies"),
            sent / 1e6,
            "MB",
            "coded bytes of the object",
            coded / 1e6);
    return result.withTarget("about 1x whatever the copies", result.ratio() <= 1.1);
  }

  /** Waits until nothing is staged: all copies stand. */
  private void awaitSpread() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE.toNanos();
    while (metric(STAGED) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "copies are still wanting after " + SETTLE.toSeconds() + " s");
      }
      Thread.sleep(100);
    }
  }

  private long metric(Pattern pattern) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request("/metrics").build(), HttpResponse.BodyHandlers.ofString());
    Matcher matcher = pattern.matcher(response.body());
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in the gateway's metrics");
    }
    return Long.parseLong(matcher.group(1));
  }

  private void send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(path).method(method, body).build(), HttpResponse.BodyHandlers.ofString());
    boolean bucketIsThere = response.statusCode() == 409;
    if (response.statusCode() / 100 != 2 && !bucketIsThere) {
      throw new IOException(
          method + " " + path + ": " + response.statusCode() + " " + response.body());
    }
  }

  private byte[] download(String path) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    MessageDigest md5 = newMd5();
    try (InputStream in = response.body()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        md5.update(buffer, 0, n);
      }
    }
    return md5.digest();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(api.resolve(path)).header("Authorization", "Bearer " + token);
  }

  /**
   * What bare libtorrent moves between two sessions, in MB/s, a few bits at a time: given all of
   * them at once it is several times slower, and would be a floor to be proud of too easily.
   */
  private double rawRate(int size, int dataBits, int bits) throws IOException {
    Path seeds = Files.createTempDirectory(directory, "seeds");
    Path fetched = Files.createTempDirectory(directory, "fetched");
    List<BitMetainfo> all = new ArrayList<>();
    Random random = new Random(2);
    int count = (int) ((long) size * bits / dataBits / BIT_LENGTH);
    try (RawLibtorrent from = new RawLibtorrent();
        RawLibtorrent to = new RawLibtorrent()) {
      for (int i = 0; i < count; i++) {
        BitMetainfo bit = TestBits.write(seeds, BIT_LENGTH, random);
        from.seed(bit, seeds);
        all.add(bit);
      }
      int port = from.port();
      long start = System.nanoTime();
      for (int first = 0; first < count; first += AT_A_TIME) {
        to.fetchAll(all.subList(first, Math.min(count, first + AT_A_TIME)), fetched, port);
      }
      return rate((long) count * BIT_LENGTH, start);
    }
  }

  private Path randomFile(int size) throws IOException {
    Path file = directory.resolve("random-" + size);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[size];
      new Random(3).nextBytes(bytes);
      Files.write(file, bytes);
    }
    return file;
  }

  private static byte[] md5(Path file) throws IOException {
    return newMd5().digest(Files.readAllBytes(file));
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static double rate(long bytes, long startNanos) {
    return bytes / 1e6 / ((System.nanoTime() - startNanos) / 1e9);
  }

  private static String mb(int size) {
    return size / 1_000_000 + " MB";
  }
}
