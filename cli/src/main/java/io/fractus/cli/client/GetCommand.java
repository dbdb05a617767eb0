// SPDX-License-Identifier: Apache-2.0
package io.fractus.cli.client;

import io.fractus.cli.base.Console;
import io.fractus.cli.base.Failure;
import io.fractus.platform.Secrets;
import io.fractus.raid.object.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fractus get}: an object becomes a file. */
@Command(
    name = "get",
    description = "Read an object into a file, which is there only when all of it is right.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  fractus get demo/photos/photo.jpg",
      "  fractus get demo/all.tar - | tar t",
      "  fractus get demo/log.txt tail.txt --range -1000"
    })
public final class GetCommand implements Callable<Integer> {
  private static final String STDOUT = "-";
  private static final int SUFFIX_DIGITS = 8;

  private final Console console;

  @Parameters(index = "0", paramLabel = "BUCKET/KEY", description = "What to read.")
  String source = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to, - for the output; the last part of the key if not given.")
  @Nullable String file;

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      description = "Some bytes only: first-last, first- or -count.")
  @Nullable String range;

  @Mixin final ApiOptions api = new ApiOptions();

  public GetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ObjectKey key = Target.object(source);
    Map<String, String> headers = rangeHeader();
    Optional<Path> target = target(key);
    try (ApiClient client = api.connect(console)) {
      HttpResponse<InputStream> response = client.read(key, headers);
      Download download = new Download(console, key, response);
      if (target.isEmpty()) {
        download.to(console.out());
      } else {
        replace(target.get(), download);
      }
    }
    return Failure.DONE;
  }

  private Map<String, String> rangeHeader() {
    if (range == null) {
      return Map.of();
    }
    try {
      return Map.of("Range", new ByteRange(range).header());
    } catch (IllegalArgumentException e) {
      throw Failure.wrongUsage(String.valueOf(e.getMessage()), e);
    }
  }

  /** The file to write; nothing for standard output. */
  private Optional<Path> target(ObjectKey key) {
    if (STDOUT.equals(file)) {
      return Optional.empty();
    }
    Path path = file == null ? Path.of(Target.fileName(key)) : Path.of(file);
    Path target = Files.isDirectory(path) ? path.resolve(Target.fileName(key)) : path;
    Path directory = target.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw Failure.failed("no such directory: " + directory);
    }
    return Optional.of(target.toAbsolutePath());
  }

  /** A file that was there stays as it was until all of the new one is there. */
  private static void replace(Path target, Download download) throws IOException {
    String suffix = Secrets.newHex(new SecureRandom(), SUFFIX_DIGITS);
    Path part = target.resolveSibling("." + shorten(target) + "." + suffix + ".part");
    Thread hook = Thread.ofPlatform().unstarted(() -> deleteQuietly(part));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        download.to(out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      deleteQuietly(part);
    }
  }

  private static String shorten(Path target) {
    String name = String.valueOf(target.getFileName());
    return name.length() <= 60 ? name : name.substring(0, 60);
  }

  private static void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // A part that cannot be deleted is in nobody's way; the failure itself is what is told.
    }
  }
}
