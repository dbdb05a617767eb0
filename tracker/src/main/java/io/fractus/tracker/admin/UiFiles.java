// SPDX-License-Identifier: Apache-2.0
package io.fractus.tracker.admin;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web UI, from the class path. Browsers ask for them each time and get them only
 * if they changed. Thread-safe.
 */
final class UiFiles {
  private static final String ROOT = "/io/fractus/tracker/ui/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+){0,2}\\.[a-z0-9]+");

  /** Files by their extensions; others are not served. */
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, UiFile> files = new ConcurrentHashMap<>();

  private static final class UiFile {
    final byte[] bytes;
    final String type;
    final String tag;

    UiFile(byte[] bytes, String type) {
      this.bytes = bytes;
      this.type = type;
      this.tag = UiFiles.tag(bytes);
    }
  }

  void register(JavalinConfig config) {
    config.routes.get("/", context -> answer(context, "index.html"));
    config.routes.get("/ui/<file>", context -> answer(context, context.pathParam("file")));
  }

  private void answer(Context context, String name) throws IOException {
    Optional<UiFile> file = find(name);
    if (file.isEmpty()) {
      throw new NotFoundResponse("there is no such file");
    }
    SecurityHeaders.page(context);
    context.header("ETag", file.get().tag);
    context.header("Cache-Control", "no-cache");
    if (file.get().tag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(file.get().type).result(file.get().bytes);
  }

  /** Only what was found is kept, and that is as much as there is. */
  private Optional<UiFile> find(String name) throws IOException {
    @Nullable UiFile known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    @Nullable String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try (@Nullable InputStream in = UiFiles.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        return Optional.empty();
      }
      byte[] bytes = in.readAllBytes();
      UiFile file = new UiFile(bytes, type);
      files.put(name, file);
      return Optional.of(file);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "\"" + HexFormat.of().formatHex(hash, 0, 16) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
