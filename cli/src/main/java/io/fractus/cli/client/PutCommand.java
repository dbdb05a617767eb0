// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.protocol.Json;
import io.fractus.protocol.layout.Layout;
import io.fractus.raid.object.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus put}: a file becomes an object. */
@Command(
    name = "put",
    description = "Store a file as an object; makes the bucket if there is none.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus put photo.jpg demo/photos/photo.jpg",
      "  fractus put --layout raid7:8+3x1 backup.tar demo/backup.tar",
      "  tar c . | fractus put - demo/all.tar"
    })
public final class PutCommand implements Callable<Integer> {
  private static final String STDIN = "-";

  private final Console console;

  @Parameters(index = "0", paramLabel = "FILE", description = "What to store, - for the input.")
  String file = STDIN;

  @Parameters(index = "1", paramLabel = "BUCKET/KEY", description = "Where to.")
  String target = "";

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "How to make its stripes, such as raid6:4+2x2; the gateway's if not given.")
  @Nullable String layout;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "What it is; guessed from the name of the file if not given.")
  @Nullable String contentType;

  @Option(names = "--json", description = "Print what was stored as JSON.")
  boolean json;

  @Mixin final ApiOptions api = new ApiOptions();

  public PutCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ObjectKey key = Target.object(target);
    Path path = Path.of(file);
    if (!file.equals(STDIN) && !Files.isRegularFile(path)) {
      throw Failure.failed(
          Files.exists(path) ? "'" + file + "' is not a file" : "no such file: " + file);
    }
    checkLayout();
    long size = file.equals(STDIN) ? -1 : Files.size(path);
    String etag;
    try (ApiClient client = api.connect(console);
        InputStream in = file.equals(STDIN) ? console.in() : Files.newInputStream(path);
        Progress progress = new Progress(console, "put", size)) {
      ensureBucket(client, key.bucket());
      BodyPublisher stream = BodyPublishers.ofInputStream(() -> progress.count(in));
      BodyPublisher body = size < 0 ? stream : withLength(stream, size);
      var response = client.put(key, headers(path), body);
      etag = response.headers().firstValue("ETag").orElse("").replace("\"", "");
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    report(key, size, etag);
    return Failure.DONE;
  }

  /** Before the body is on its way: a gateway can refuse only while it comes in. */
  private void checkLayout() {
    if (layout != null) {
      try {
        var _ = Layout.parse(layout);
      } catch (IllegalArgumentException e) {
        throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
      }
    }
  }

  private static BodyPublisher withLength(BodyPublisher stream, long size) {
    return size == 0 ? BodyPublishers.noBody() : BodyPublishers.fromPublisher(stream, size);
  }

  private static void ensureBucket(ApiClient client, String bucket) {
    String path = ApiClient.bucketPath(bucket);
    if (!client.exists(path)) {
      client.call("PUT", path);
    }
  }

  private Map<String, String> headers(Path path) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    String type = contentType;
    if (type == null && !file.equals(STDIN)) {
      type = Files.probeContentType(path);
    }
    if (type != null) {
      headers.put("Content-Type", type);
    }
    if (layout != null) {
      headers.put("X-Fractus-Layout", layout);
    }
    return headers;
  }

  private void report(ObjectKey key, long size, String etag) {
    if (json) {
      Map<String, Object> stored = new LinkedHashMap<>();
      stored.put("bucket", key.bucket());
      stored.put("key", key.key());
      if (size >= 0) {
        stored.put("size", size);
      }
      stored.put("etag", etag);
      console.print(Json.write(stored));
    } else {
      console.say("stored " + key + (etag.isEmpty() ? "" : ", MD5 " + etag));
    }
  }
}
