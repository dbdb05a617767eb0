// SPDX-License-Identifier: Apache-2.0
package io.fractus.bench.s3;

import io.fractus.bench.BenchResult;
import io.fractus.raid.catalog.Catalog;
import io.fractus.raid.object.ListRequest;
import io.fractus.raid.object.ObjectListing;
import io.fractus.raid.object.UploadListRequest;
import io.fractus.raid.object.UploadListing;
import io.fractus.raid.object.VersionListRequest;
import io.fractus.raid.object.VersionListing;
import io.fractus.raid.object.Versioning;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/** One page of 1,000 out of very many keys of one bucket, from the first to the last marker. */
public final class ListingBench {
  /** All of them under one common prefix. */
  private static final String FLAT = "flat";

  /** Each in a common prefix of its own. */
  private static final String SINGLE = "single";

  /** Ten in each common prefix. */
  private static final String FOLDERS = "folders";

  /** Ten versions of each, all but one hidden. */
  private static final String VERSIONS = "versions";

  private static final int VERSIONS_EACH = 10;
  private static final int IN_FOLDER = 10;
  private static final int PAGES_MIN = 1_000;

  /** How many times fewer there are of what is slow to make. */
  private static final int FEWER = 10;

  private static final int THOUSAND = 1_000;
  private static final int MILLION = 1_000_000;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = 101;
  private static final double ALLOWED = 1.2;

  /** Milliseconds within which a page is no matter of its marker, but of chance. */
  private static final double LITTLE = 0.5;

  private final Path directory;
  private final int keys;
  private final int page;
  private final Consumer<BenchResult> results;

  /**
   * Measures in a catalog that it makes.
   *
   * @param keys in each bucket
   */
  public ListingBench(Path directory, int keys, Consumer<BenchResult> results) {
    this.directory = directory;
    this.keys = keys;
    // Of a smaller bucket less, so that the last page is full however much common prefixes hide.
    this.page = Math.clamp(keys / PAGES_MIN, 1, ListRequest.PAGE_MAX);
    this.results = results;
  }

  /** Fills the catalog and measures. */
  public void run() {
    try (Catalog catalog = Catalog.open(directory.resolve("catalog.db"))) {
      fill(new ManyKeys(catalog), catalog);
      objects(catalog);
      versions(catalog);
      uploads(catalog);
    }
  }

  private void objects(Catalog catalog) {
    String all = "list " + count(keys);
    pages(all, after -> objects(catalog, FLAT, "", "", after), ListingBench::flat);
    measure(all + ", prefix", i -> () -> objects(catalog, FLAT, prefix(i), "", ""));
    pages(
        all + ", delimiter, all in one",
        after -> objects(catalog, FLAT, "", "/", after),
        ListingBench::flat);
    pages(
        all + ", delimiter, each its own",
        after -> objects(catalog, SINGLE, "", "/", after),
        i -> single(i) + "/");
    pages(
        "list " + count(keys / FEWER) + ", delimiter, ten in each",
        after -> objects(catalog, FOLDERS, "", "/", after),
        i -> folder(i / FEWER) + "/");
  }

  private void versions(Catalog catalog) {
    String all = "versions " + count(keys);
    pages(all, after -> versions(catalog, FLAT, "", after), ListingBench::flat);
    pages(
        all + ", delimiter, each its own",
        after -> versions(catalog, SINGLE, "/", after),
        i -> single(i) + "/");
    pages(
        "versions " + count(keys / FEWER) + ", ten of each key",
        after -> versions(catalog, VERSIONS, "", after),
        i -> flat(i / FEWER / VERSIONS_EACH));
  }

  private void uploads(Catalog catalog) {
    String some = "uploads " + count(keys / FEWER);
    pages(some, after -> uploads(catalog, FLAT, "", after), i -> flat(i / FEWER));
    pages(
        some + ", delimiter, each its own",
        after -> uploads(catalog, SINGLE, "/", after),
        i -> single(i / FEWER) + "/");
  }

  private static String count(int number) {
    return number % MILLION == 0 ? number / MILLION + "M" : number / THOUSAND + "k";
  }

  /** A page of a listing; returns how many entries it has. */
  private interface Page {
    int list();
  }

  private int objects(
      Catalog catalog, String bucket, String prefix, String delimiter, String after) {
    ObjectListing listed = catalog.list(new ListRequest(bucket, prefix, delimiter, after, page));
    return listed.objects().size() + listed.commonPrefixes().size();
  }

  private int versions(Catalog catalog, String bucket, String delimiter, String after) {
    VersionListing listed =
        catalog.versions().list(new VersionListRequest(bucket, "", delimiter, after, "", page));
    return listed.versions().size() + listed.commonPrefixes().size();
  }

  private int uploads(Catalog catalog, String bucket, String delimiter, String after) {
    UploadListing listed =
        catalog.multipart().list(new UploadListRequest(bucket, "", delimiter, after, "", page));
    return listed.uploads().size() + listed.commonPrefixes().size();
  }

  /** Pages behind the key of a number. */
  private void pages(String name, Function<String, Integer> after, IntFunction<String> key) {
    measure(
        name,
        i -> {
          String marker = i == 0 ? "" : key.apply(i - 1);
          return () -> after.apply(marker);
        });
  }

  /**
   * Measures the first page, one from the middle and one at the end, turn by turn.
   *
   * @param at a page that begins with the key of a number
   */
  private void measure(String name, IntFunction<Page> at) {
    // The last one begins so far from the end that it is full in each of the buckets.
    Page[] pages = {at.apply(0), at.apply(keys / 2), at.apply(keys / 10 * 9)};
    double[][] times = new double[pages.length][ROUNDS];
    int entries = pages[0].list();
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < pages.length; i++) {
        long begin = System.nanoTime();
        int listed = pages[i].list();
        double millis = (System.nanoTime() - begin) / 1e6;
        if (listed != entries) {
          throw new IllegalStateException(name + ": a page has " + listed + ", not " + entries);
        }
        if (round >= 0) {
          times[i][round] = millis;
        }
      }
    }
    double first = quartile(times[0]);
    double slowest = Math.max(quartile(times[1]), quartile(times[2]));
    results.accept(
        BenchResult.recorded("s3", name, slowest, "ms", "its first page", first)
            .withTarget(
                "at most 1.2x, or 0.5 ms", slowest <= first * ALLOWED || slowest <= LITTLE));
  }

  /** What a quarter of the pages took less than: of a busy machine the others tell more. */
  private static double quartile(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 4];
  }

  private void fill(ManyKeys many, Catalog catalog) {
    for (String bucket : List.of(FLAT, SINGLE, FOLDERS, VERSIONS)) {
      many.bucket(bucket);
    }
    many.put(FLAT, keys, ListingBench::flat);
    many.put(SINGLE, keys, i -> single(i) + "/x");
    many.put(FOLDERS, keys / FEWER, i -> folder(i) + "/" + flat(i));
    catalog.versions().set(VERSIONS, Versioning.ENABLED);
    for (int i = 0; i < VERSIONS_EACH; i++) {
      many.put(VERSIONS, keys / FEWER / VERSIONS_EACH, ListingBench::flat);
    }
    many.upload(FLAT, keys / FEWER, ListingBench::flat);
    many.upload(SINGLE, keys / FEWER, i -> single(i) + "/x");
  }

  private static String flat(int i) {
    return "all/%09d".formatted(i);
  }

  /** What ten thousand keys begin with. */
  private static String prefix(int i) {
    String key = flat(i);
    return key.substring(0, key.length() - 4);
  }

  private static String single(int i) {
    return "%09d".formatted(i);
  }

  private static String folder(int i) {
    return "%09d".formatted(i / IN_FOLDER);
  }
}
